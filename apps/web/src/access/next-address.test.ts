import { describe, expect, it } from 'vitest'
import { nextAddress, signInAddress, tokenOf } from './next-address.ts'

const HERE = 'http://127.0.0.1:8000'

describe('signing in', () => {
  it('leads back to where someone was', () => {
    const address = signInAddress('/sign-in/', { pathname: '/job/', search: '?id=1&x=%20' })
    expect(nextAddress(new URL(address, HERE).search, HERE)).toBe('/job/?id=1&x=%20')
    expect(signInAddress('/sign-in/', { pathname: '/', search: '' })).toBe('/sign-in/')
    expect(nextAddress('', HERE)).toBe('/')
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'http://127.0.0.1:8001/',
    'http://[',
    '/.//evil.example',
    '/x/..//evil.example',
  ])('leads nowhere else: %s', (next) => {
    const address = nextAddress(`?next=${encodeURIComponent(next)}`, HERE)
    expect(new URL(address, HERE).origin).toBe(HERE)
    expect(address).toMatch(/^\/(?![/\\])/)
  })

  it('finds the token of a link', () => {
    expect(tokenOf('#token=zs_once_1')).toBe('zs_once_1')
    expect(tokenOf('')).toBeNull()
  })
})
