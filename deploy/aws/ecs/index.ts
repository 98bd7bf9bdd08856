import * as pulumi from '@pulumi/pulumi'
import { readEcsSettings } from './settings.ts'
import { ecsStack } from './stack.ts'

/** What `pulumi up` runs. */
export default () => ecsStack(readEcsSettings(new pulumi.Config('zerosec'), new pulumi.Config('aws').require('region')))
