import { FRENCH } from './french.ts'
import { GERMAN } from './german.ts'
import { JAPANESE } from './japanese.ts'
import type { ShopLanguage } from './shop-language.ts'
import { SPANISH } from './spanish.ts'

/** Beside English, which is always understood. */
export const SHOP_LANGUAGES: readonly ShopLanguage[] = [JAPANESE, GERMAN, FRENCH, SPANISH]
