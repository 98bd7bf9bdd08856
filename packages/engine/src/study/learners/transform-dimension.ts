import type { CategoricalDimension } from '../../tuning/space.ts'
import type { StudyData } from '../study-data.ts'

export function transformDimension({ transforms }: StudyData): CategoricalDimension {
  return { kind: 'categorical', name: 'transform', choices: transforms }
}
