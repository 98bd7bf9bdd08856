import { describe, expect, it } from 'vitest'
import { Board } from '../../test/shared-parts.ts'
import { shareUnits } from './share-units.ts'

const KEYS = ['a', 'b', 'c', 'd']
const SOON = { pollMs: 1, leastMs: 20 }

/** A member of the board that has every unit to do, and says which it computed. */
function worker(board: Board, name: string, { isHelper = false, lanes = 1, canLoad = true } = {}) {
  const { checkpoints, sharing } = board.member(name, { isHelper })
  const computed: string[] = []
  const share = () =>
    shareUnits(
      sharing,
      {
        missing: new Set(KEYS),
        lanes,
        load: async () => canLoad,
        compute: async (key) => {
          computed.push(key)
          await checkpoints.save(key, new Uint8Array(1))
        },
      },
      SOON,
    )
  return { share, computed }
}

describe('units that are shared', () => {
  it.each([1, 3, 9])('are computed once each by a run alone, on %i lanes', async (lanes) => {
    const { share, computed } = worker(new Board(), 'owner', { lanes })
    await share()
    expect(computed.sort()).toEqual(KEYS)
  })

  it('are taken over from one who has them for too long, and not before all others are done', async () => {
    const board = new Board()
    board.holders.set('a', 'slow')
    const { share, computed } = worker(board, 'owner')
    await share()
    expect(computed).toEqual(['b', 'c', 'd', 'a'])
  })

  it('are not taken over by a helper, who ends instead', async () => {
    const board = new Board()
    for (const key of KEYS) board.offered.add(key)
    board.holders.set('a', 'slow')
    const { share, computed } = worker(board, 'helper', { isHelper: true })
    await share()
    expect(computed).toEqual(['b', 'c', 'd'])
  })

  it('are computed again where what another kept cannot be read', async () => {
    const board = new Board()
    board.kept.set('c', new Uint8Array(1))
    const readable = worker(board, 'owner')
    await readable.share()
    expect(readable.computed).toEqual(['a', 'b', 'd'])
    board.kept.clear()
    board.holders.clear()
    board.kept.set('c', new Uint8Array(1))
    const unreadable = worker(board, 'owner', { canLoad: false })
    await unreadable.share()
    expect(unreadable.computed.sort()).toEqual(KEYS)
  })

  it('fail with the error of one of them, and none is begun after it', async () => {
    const { sharing } = new Board().member('owner')
    const begun: string[] = []
    const failing = shareUnits(sharing, {
      missing: new Set(KEYS),
      lanes: 2,
      load: async () => true,
      compute: async (key) => {
        begun.push(key)
        await new Promise((resolve) => setTimeout(resolve, key === 'b' ? 1 : 20))
        if (key === 'b') throw new Error('no answer')
      },
    })
    await expect(failing).rejects.toThrow('no answer')
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(begun).toEqual(['a', 'b'])
  })
})
