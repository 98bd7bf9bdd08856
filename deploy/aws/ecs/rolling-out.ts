import type * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Statement } from '../components/policy-document.ts'
import type { Surroundings } from '../components/surroundings.ts'

/** What `deploy/actions/ecs.sh` does: new definitions of the two tasks, a migration, and the two services told of them. */
export function rollingOut(cluster: aws.ecs.Cluster, { region, account }: Surroundings): readonly Statement[] {
  const ecs = pulumi.interpolate`arn:aws:ecs:${region}:${account}`
  return [
    // AWS knows no resources for these two.
    {
      Sid: 'Definitions',
      Effect: 'Allow',
      Action: ['ecs:RegisterTaskDefinition', 'ecs:DescribeTaskDefinition'],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
      Resource: ['api', 'worker'].map((name) => pulumi.interpolate`${ecs}:service/${cluster.name}/zerosec-${name}`),
    },
    {
      Effect: 'Allow',
      Action: 'ecs:RunTask',
      Resource: pulumi.interpolate`${ecs}:task-definition/zerosec-api:*`,
      Condition: { ArnEquals: { 'ecs:cluster': cluster.arn } },
    },
    { Effect: 'Allow', Action: 'ecs:DescribeTasks', Resource: pulumi.interpolate`${ecs}:task/${cluster.name}/*` },
    {
      Sid: 'RolesOfTasks',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: ['api-execution', 'api-task', 'worker-execution', 'worker-task'].map(
        (name) => pulumi.interpolate`arn:aws:iam::${account}:role/${name}-*`,
      ),
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
  ]
}
