import { z } from 'zod'

const Name = z.string().min(1).max(200)
const Value = z.union([z.string().max(1000), z.number(), z.boolean()])

/**
 * How a value is made of a row. A bare text is the name of a column. There is no SQL and no code in it: what it becomes is decided by the
 * type of the model's column that it is for.
 */
export type Expression =
  | string
  | { readonly column: string }
  | { readonly constant: string | number | boolean }
  /** The first that is not empty. */
  | { readonly first_of: readonly Expression[] }
  /** Joined; empty where a part is. */
  | { readonly concat: readonly Expression[]; readonly with?: string | undefined }
  /** Replaced by a table; a value that is not in it is `otherwise`, or kept with `keep_others`, or else can't be used. */
  | {
      readonly map: Expression
      readonly values: Readonly<Record<string, string | number | boolean>>
      readonly otherwise?: Expression | undefined
      readonly keep_others?: boolean | undefined
    }
  | { readonly product: readonly Expression[] }
  | { readonly sum: readonly Expression[] }
  | { readonly negative: Expression }
  | { readonly absolute: Expression }
  /** Of the row of another source whose columns have these values; of several the first by file and line. */
  | { readonly lookup: string; readonly by: Readonly<Record<string, Expression>>; readonly take: Expression }
  | { readonly when: Condition; readonly use: Expression; readonly otherwise?: Expression | undefined }
  /** Without this end, where it has it: 17850.0 is customer 17850. */
  | { readonly without_end: string; readonly of: Expression }
  /** Where one row is made or looked up of several: the smallest, the largest or the sum of theirs, instead of the first that is not empty. */
  | { readonly smallest: Expression }
  | { readonly largest: Expression }
  | { readonly total: Expression }

/** A test of a value; an empty value passes `is_empty` alone. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | {
      readonly value: Expression
      readonly is?: string | number | boolean | undefined
      readonly in?: readonly (string | number | boolean)[] | undefined
      readonly begins_with?: string | undefined
      readonly ends_with?: string | undefined
      readonly contains?: string | undefined
      readonly is_empty?: boolean | undefined
      readonly below?: number | undefined
      readonly at_most?: number | undefined
      readonly above?: number | undefined
      readonly at_least?: number | undefined
    }

export const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.union(
    [
      Name,
      z.strictObject({ column: Name }),
      z.strictObject({ constant: Value }),
      z.strictObject({ first_of: Expressions }),
      z.strictObject({ concat: Expressions, with: z.string().max(20).optional() }),
      z.strictObject({
        map: Expression,
        values: z.record(z.string(), Value),
        otherwise: Expression.optional(),
        keep_others: z.boolean().optional(),
      }),
      z.strictObject({ product: Expressions }),
      z.strictObject({ sum: Expressions }),
      z.strictObject({ negative: Expression }),
      z.strictObject({ absolute: Expression }),
      z.strictObject({ lookup: Name, by: z.record(Name, Expression), take: Expression }),
      z.strictObject({ when: Condition, use: Expression, otherwise: Expression.optional() }),
      z.strictObject({ without_end: z.string().min(1).max(20), of: Expression }),
      z.strictObject({ smallest: Expression }),
      z.strictObject({ largest: Expression }),
      z.strictObject({ total: Expression }),
    ],
    {
      error:
        'it is neither the name of a column nor one of column, constant, first_of, concat, map, product, sum, negative, absolute, lookup, when, without_end, smallest, largest, total',
    },
  ),
)

const Expressions = z
  .array(z.lazy(() => Expression))
  .min(1)
  .max(20)

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(Condition).min(1).max(20) }),
      z.strictObject({ any: z.array(Condition).min(1).max(20) }),
      z.strictObject({ not: Condition }),
      z
        .strictObject({
          value: Expression,
          is: Value.optional(),
          in: z.array(Value).min(1).max(1000).optional(),
          begins_with: z.string().min(1).optional(),
          ends_with: z.string().min(1).optional(),
          contains: z.string().min(1).optional(),
          is_empty: z.boolean().optional(),
          below: z.number().optional(),
          at_most: z.number().optional(),
          above: z.number().optional(),
          at_least: z.number().optional(),
        })
        .refine((tests) => Object.keys(tests).length > 1),
    ],
    {
      error:
        'it is none of all, any, not, and value with is, in, begins_with, ends_with, contains, is_empty, below, at_most, above or at_least',
    },
  ),
)

/** The expressions that an expression is directly made of; those of a lookup's own source are not among them. */
export function partsOf(expression: Expression): readonly Expression[] {
  if (typeof expression === 'string' || 'column' in expression || 'constant' in expression) return []
  if ('first_of' in expression) return expression.first_of
  if ('concat' in expression) return expression.concat
  if ('map' in expression) return [expression.map, ...given(expression.otherwise)]
  if ('product' in expression) return expression.product
  if ('sum' in expression) return expression.sum
  if ('negative' in expression) return [expression.negative]
  if ('absolute' in expression) return [expression.absolute]
  if ('lookup' in expression) return Object.values(expression.by)
  if ('when' in expression) return [...valuesOf(expression.when), expression.use, ...given(expression.otherwise)]
  if ('without_end' in expression) return [expression.of]
  if ('smallest' in expression) return [expression.smallest]
  if ('largest' in expression) return [expression.largest]
  return [expression.total]
}

/** The expressions that a condition tests. */
export function valuesOf(condition: Condition): readonly Expression[] {
  if ('all' in condition) return condition.all.flatMap(valuesOf)
  if ('any' in condition) return condition.any.flatMap(valuesOf)
  if ('not' in condition) return valuesOf(condition.not)
  return [condition.value]
}

function given(expression: Expression | undefined): readonly Expression[] {
  return expression === undefined ? [] : [expression]
}
