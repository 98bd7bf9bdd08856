import * as pulumi from '@pulumi/pulumi'
import { readHybridSettings } from './settings.ts'
import { hybridStack } from './stack.ts'

/** What `pulumi up` runs. */
export default () => hybridStack(readHybridSettings(new pulumi.Config('zerosec')))
