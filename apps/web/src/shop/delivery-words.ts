import type { CommerceDelivery } from '@zerosec/contract'

/** How the last message fared. */
export function deliveryWords({ to, state, attempts, problem }: CommerceDelivery): string {
  if (state === 'sent') return `Sent to ${to}.`
  const tries = attempts === 1 ? 'once' : `${attempts} times`
  return state === 'waiting'
    ? attempts === 0
      ? `Waits to be sent to ${to}.`
      : `Tried ${tries} to send to ${to} (${problem}); it will be tried again.`
    : `Not sent to ${to}, tried ${tries}: ${problem}.`
}
