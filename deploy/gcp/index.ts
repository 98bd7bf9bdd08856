import * as pulumi from '@pulumi/pulumi'
import { readGcpSettings } from './settings.ts'
import { gcpStack } from './stack.ts'

/** What `pulumi up` runs. */
export default () => gcpStack(readGcpSettings(new pulumi.Config('zerosec')))
