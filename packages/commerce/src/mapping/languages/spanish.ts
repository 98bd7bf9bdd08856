import type { ShopLanguage } from './shop-language.ts'

const ORDER_ID = [
  'numerodepedido',
  'npedido',
  'ndepedido',
  'nodepedido',
  'nopedido',
  'idpedido',
  'numeropedido',
  'pedido',
]

export const SPANISH: ShopLanguage = {
  name: 'Spanish',
  currency: 'EUR',
  timeZone: 'Europe/Madrid',
  canceled: ['cancelado', 'cancelada', 'anulado', 'anulada'],
  columns: {
    orders: {
      order_id: ORDER_ID,
      ordered_at: ['fechadelpedido', 'fechadepedido', 'fechapedido', 'fechadecompra', 'fecha'],
      customer_id: ['idcliente', 'numerodecliente', 'codigocliente', 'cliente', 'correoelectronico'],
      status: ['estadodelpedido', 'estadopedido', 'estado'],
      currency: ['moneda', 'divisa'],
      channel: ['canal', 'canaldeventa'],
      country: ['paisdeenvio', 'pais'],
      region: ['provincia', 'comunidad'],
      city: ['ciudad', 'poblacion'],
      discount: ['descuento'],
      shipping: ['gastosdeenvio', 'envio', 'portes'],
      tax: ['iva', 'impuesto', 'impuestos'],
      shipped_at: ['fechadeenvio', 'fechaenvio'],
      delivered_at: ['fechadeentrega', 'fechaentrega'],
    },
    lines: {
      order_id: ORDER_ID,
      line_id: ['linea', 'idlinea', 'numerodelinea'],
      product_id: ['referencia', 'codigoproducto', 'codigoarticulo', 'idproducto', 'articulo', 'producto'],
      quantity: ['cantidad', 'unidades', 'cant'],
      unit_price: ['preciounitario', 'precio', 'preciounidad'],
      gross: ['importe', 'subtotal', 'importetotal'],
      discount: ['descuentolinea', 'descuento'],
    },
    products: {
      product_id: ['referencia', 'codigoproducto', 'codigoarticulo', 'idproducto'],
      name: ['nombreproducto', 'nombre', 'descripcion'],
      category: ['categoria', 'familia'],
      brand: ['marca', 'fabricante'],
      cost: ['coste', 'preciodecoste', 'preciocompra'],
      price: ['preciodeventa', 'precio'],
    },
    customers: {
      customer_id: ['idcliente', 'numerodecliente', 'codigocliente'],
      country: ['pais'],
      city: ['ciudad', 'poblacion'],
      created_at: ['fechadealta', 'fechaderegistro'],
    },
  },
  files: {
    orders: /pedido|factura/i,
    lines: /linea|detalle/i,
    customers: /cliente/i,
    products: /producto|articulo/i,
  },
}
