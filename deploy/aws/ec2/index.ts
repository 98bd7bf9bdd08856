import * as pulumi from '@pulumi/pulumi'
import { readEc2Settings } from './settings.ts'
import { ec2Stack } from './stack.ts'

/** What `pulumi up` runs. */
export default () => ec2Stack(readEc2Settings(new pulumi.Config('zerosec'), new pulumi.Config('aws').require('region')))
