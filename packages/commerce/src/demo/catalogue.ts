/** Something that the demo shop sells, without its style. */
export interface Item {
  readonly name: string
  readonly category: string
  /** Of the plainest style, in euros. */
  readonly price: number
}

/**
 * What the demo shop sells: a home and living store. Neighbours in a list, first and second, third and fourth, are bought together more
 * often than by chance.
 */
const ASSORTMENT: Readonly<Record<string, readonly (readonly [name: string, price: number])[]>> = {
  Kitchen: [
    ['Chef Knife', 64],
    ['Cutting Board', 39],
    ['Cast Iron Pan', 72],
    ['Oven Glove', 16],
    ['Mixing Bowl', 24],
    ['Whisk', 11],
    ['Kettle', 58],
    ['Storage Jar', 14],
  ],
  'Coffee & Tea': [
    ['Espresso Cup Set', 34],
    ['Coffee Beans 1 kg', 22],
    ['Pour-over Dripper', 27],
    ['Paper Filters', 7],
    ['Teapot', 42],
    ['Tea Tin', 15],
    ['Milk Frother', 38],
    ['Travel Mug', 26],
  ],
  Tableware: [
    ['Dinner Plate Set', 68],
    ['Soup Bowl Set', 46],
    ['Wine Glass Set', 44],
    ['Carafe', 29],
    ['Cutlery Set', 89],
    ['Linen Napkins', 24],
    ['Serving Platter', 37],
    ['Salad Servers', 21],
  ],
  Bedding: [
    ['Duvet Cover', 84],
    ['Pillowcase', 26],
    ['Fitted Sheet', 45],
    ['Mattress Protector', 49],
    ['Wool Blanket', 119],
    ['Bedspread', 98],
    ['Down Pillow', 69],
    ['Summer Duvet', 129],
  ],
  Bath: [
    ['Bath Towel', 29],
    ['Hand Towel', 15],
    ['Bathrobe', 79],
    ['Slippers', 24],
    ['Soap Dispenser', 22],
    ['Toothbrush Holder', 14],
    ['Bath Mat', 33],
    ['Laundry Basket', 54],
  ],
  Lighting: [
    ['Table Lamp', 88],
    ['LED Bulb', 9],
    ['Floor Lamp', 169],
    ['Dimmer Plug', 19],
    ['Pendant Light', 129],
    ['Ceiling Rose', 18],
    ['String Lights', 25],
    ['Lantern', 32],
  ],
  'Living Room': [
    ['Cushion Cover', 28],
    ['Cushion Filling', 14],
    ['Throw', 59],
    ['Storage Basket', 35],
    ['Side Table', 139],
    ['Coaster Set', 17],
    ['Wall Mirror', 109],
    ['Picture Frame', 23],
  ],
  Rugs: [
    ['Hallway Runner', 79],
    ['Anti-slip Mat', 18],
    ['Living Room Rug', 249],
    ['Rug Cleaner', 16],
    ['Doormat', 27],
    ['Boot Tray', 25],
    ['Sheepskin', 89],
    ['Kids Rug', 69],
  ],
  'Scent & Candles': [
    ['Scented Candle', 24],
    ['Candle Snuffer', 13],
    ['Reed Diffuser', 32],
    ['Diffuser Refill', 19],
    ['Tea Lights', 8],
    ['Tea Light Holder', 12],
    ['Room Spray', 18],
    ['Incense Set', 15],
  ],
  Garden: [
    ['Planter', 38],
    ['Potting Soil', 12],
    ['Watering Can', 31],
    ['Garden Gloves', 14],
    ['Deck Chair', 149],
    ['Parasol', 119],
    ['Herb Seeds', 6],
    ['Pruning Shears', 28],
  ],
  Office: [
    ['Desk Organiser', 32],
    ['Notebook', 14],
    ['Desk Lamp', 79],
    ['Monitor Stand', 49],
    ['Fountain Pen', 36],
    ['Ink Bottle', 11],
    ['Letter Tray', 26],
    ['Wall Calendar', 19],
  ],
  Kids: [
    ['Wooden Blocks', 34],
    ['Toy Box', 59],
    ['Plush Bear', 27],
    ['Baby Blanket', 39],
    ['Night Light', 29],
    ['Growth Chart', 22],
    ['Picture Book', 15],
    ['Puzzle', 17],
  ],
}

export const ITEMS: readonly Item[] = Object.entries(ASSORTMENT).flatMap(([category, items]) =>
  items.map(([name, price]) => ({ name, category, price })),
)

/** Each item comes in the first so many of these; the later ones cost more. */
export const STYLES = [
  'Basic',
  'Nordic',
  'Linen',
  'Oak',
  'Terra',
  'Studio',
  'Heritage',
  'Atelier',
  'Marble',
  'Signature',
] as const

/** A product of an item and a style comes in some of these; each is a variant of it. */
export const COLOURS = ['Natural', 'Sage', 'Charcoal', 'Sand'] as const

export const BRANDS = [
  'Hygge & Co',
  'Alpenhaus',
  'Maison Claire',
  'Norrland',
  'Casa Verde',
  'Werkstatt 9',
  'Stilwerk',
  'Lumen',
  'Botanik',
  'Kleinod',
] as const

export const REASONS = {
  changed_mind: 34,
  wrong_size: 18,
  damaged: 17,
  not_as_described: 15,
  arrived_late: 9,
  wrong_item: 7,
} as const

/** What reviews of each score say. */
export const OPINIONS: Readonly<Record<number, readonly string[]>> = {
  1: ['Arrived far too late.', 'Broken on arrival, nobody answered.', 'Not what was shown.', 'Would not order again.'],
  2: ['Took too long and the box was damaged.', 'Thinner than expected.', 'The colour is off.'],
  3: ['Fine for the price.', 'Okay, delivery could be faster.', 'Does what it should.'],
  4: ['Good quality, happy with it.', 'Nice, small scratch at the back.', 'Quick delivery, solid.'],
  5: ['Beautiful, exactly as described.', 'Fast delivery, well packed.', 'We love it.', 'Second order, still great.'],
}
