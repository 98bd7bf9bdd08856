export const MODEL_PRESETS = ['main', 'interactions', 'quadratic', 'cubic', 'special_cubic'] as const
export type ModelPreset = (typeof MODEL_PRESETS)[number]
