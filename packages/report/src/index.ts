export {
  type CalculatorResult,
  type CalculatorValues,
  evaluateCalculator,
  startValues,
} from './calculator.ts'
export { checkReport } from './check-report.ts'
export type * from './document.ts'
export { type RefusingLoader, refusingLoader } from './figures/refusing-loader.ts'
export { figureTheme, THEME_COLORS, type ThemeColors, type ThemeName } from './figures/theme.ts'
export { runSheetHeading } from './run-sheet.ts'
