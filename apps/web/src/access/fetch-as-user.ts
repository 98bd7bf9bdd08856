import { signInAddress } from './next-address.ts'

const SIGN_IN = '/sign-in/'
let leaving = false

/** As fetch; who is not signed in is led to where they can, and back here after it. */
export const fetchAsUser: typeof fetch = async (input, request) => {
  const reply = await fetch(input, request)
  if (reply.status === 401 && !leaving && location.pathname !== SIGN_IN) {
    leaving = true
    location.assign(signInAddress(SIGN_IN, location))
  }
  return reply
}
