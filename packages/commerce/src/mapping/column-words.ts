import type { SourceTable } from '../model/source-tables.ts'

/** What shops call a column of the model: whole names, in lower case and without marks between words, the likeliest first. */
export const COLUMN_WORDS: Readonly<Record<SourceTable, Readonly<Record<string, readonly string[]>>>> = {
  orders: {
    order_id: ['orderid', 'ordernumber', 'orderno', 'invoiceno', 'invoice', 'invoiceid', 'id', 'name', 'number'],
    ordered_at: [
      'orderedat',
      'orderdate',
      'orderpurchasetimestamp',
      'purchasedate',
      'createdat',
      'invoicedate',
      'placedat',
      'orderplacedat',
      'processedat',
      'date',
      'created',
      'timestamp',
    ],
    customer_id: [
      'customeruniqueid',
      'customerid',
      'customerkey',
      'userid',
      'clientid',
      'buyerid',
      'customer',
      'email',
    ],
    status: ['orderstatus', 'status', 'state', 'financialstatus'],
    currency: ['currency', 'currencycode'],
    channel: ['channel', 'sourcename', 'source', 'saleschannel'],
    country: ['shipcountry', 'shippingcountry', 'shippingaddresscountrycode', 'country', 'countrycode'],
    region: ['shipregion', 'shippingprovince', 'region', 'state', 'province'],
    city: ['shipcity', 'shippingcity', 'shippingaddresscity', 'city'],
    discount: ['discountamount', 'totaldiscounts', 'totaldiscount', 'orderdiscount'],
    shipping: ['shippingamount', 'shippingcost', 'freight', 'shipping', 'totalshipping'],
    tax: ['totaltax', 'taxes', 'tax', 'taxamount'],
    shipped_at: ['shippedat', 'shippeddate', 'orderdeliveredcarrierdate', 'dispatchedat'],
    promised_at: ['promisedat', 'requireddate', 'orderestimateddeliverydate', 'estimateddelivery'],
    delivered_at: ['deliveredat', 'delivereddate', 'orderdeliveredcustomerdate', 'deliverydate'],
    updated_at: ['updatedat', 'modifiedat', 'lastmodified'],
  },
  lines: {
    order_id: ['orderid', 'ordernumber', 'orderno', 'invoiceno', 'invoice', 'invoiceid'],
    line_id: ['orderitemid', 'lineid', 'orderlineitem', 'lineitemid', 'linenumber', 'itemid', 'position'],
    product_id: ['productid', 'productkey', 'sku', 'stockcode', 'itemsku', 'variantid', 'lineitemsku', 'product'],
    quantity: ['quantity', 'qty', 'orderquantity', 'units', 'amountordered', 'lineitemquantity'],
    unit_price: ['unitprice', 'price', 'itemprice', 'lineitemprice', 'sellingprice'],
    gross: ['linetotal', 'sales', 'amount', 'total', 'subtotal', 'revenue'],
    discount: ['totaldiscount', 'linediscount', 'discountamount', 'lineitemdiscount'],
    shipping: ['freightvalue'],
    seller_id: ['sellerid', 'vendorid'],
  },
  refunds: {
    refund_id: ['refundid', 'returnid', 'creditnoteid', 'id'],
    order_id: ['orderid', 'ordernumber', 'invoiceno'],
    product_id: ['productid', 'productkey', 'sku', 'stockcode'],
    refunded_at: ['refundedat', 'refunddate', 'returndate', 'returnedat', 'createdat', 'date'],
    quantity: ['returnquantity', 'quantity', 'qty'],
    amount: ['refundamount', 'amount', 'subtotal', 'total', 'value'],
    reason: ['reason', 'returnreason'],
  },
  payments: {
    payment_id: ['paymentid', 'transactionid', 'id'],
    order_id: ['orderid', 'ordernumber', 'invoiceno'],
    paid_at: ['paidat', 'paymentdate', 'processedat', 'createdat', 'date'],
    method: ['paymenttype', 'paymentmethod', 'method', 'gateway'],
    amount: ['paymentvalue', 'amount', 'total', 'value'],
    installments: ['paymentinstallments', 'installments'],
  },
  customers: {
    customer_id: ['customeruniqueid', 'customerid', 'customerkey', 'userid', 'id'],
    country: ['country', 'countrycode', 'customercountry'],
    region: ['region', 'customerstate', 'state', 'province'],
    city: ['city', 'customercity'],
    created_at: ['createdat', 'registeredat', 'signupdate'],
    accepts_marketing: ['acceptsmarketing', 'newsletter'],
  },
  products: {
    product_id: ['productid', 'productkey', 'sku', 'stockcode', 'id'],
    parent_id: ['parentid', 'parentproductid', 'modelname'],
    name: ['productname', 'title', 'name', 'description'],
    category: ['productcategoryname', 'category', 'categoryname', 'producttype'],
    brand: ['brand', 'vendor', 'manufacturer'],
    cost: ['productcost', 'cost', 'unitcost', 'standardcost'],
    price: ['productprice', 'price', 'unitprice', 'listprice'],
  },
  reviews: {
    review_id: ['reviewid', 'id'],
    order_id: ['orderid', 'ordernumber'],
    score: ['reviewscore', 'score', 'rating', 'stars'],
    title: ['reviewcommenttitle', 'title'],
    message: ['reviewcommentmessage', 'comment', 'message', 'text', 'body'],
    created_at: ['reviewcreationdate', 'createdat'],
    answered_at: ['reviewanswertimestamp', 'answeredat', 'submittedat'],
  },
  stock: {
    product_id: ['productid', 'sku', 'stockcode', 'inventoryitemid'],
    counted_on: ['countedon', 'stockdate', 'date', 'day', 'snapshotdate'],
    on_hand: ['onhand', 'available', 'stock', 'quantityonhand', 'unitsinstock', 'inventoryquantity'],
  },
  sessions: {
    session_id: ['sessionid', 'visitid'],
    started_at: ['startedat', 'sessionstart', 'starttime', 'timestamp', 'date'],
    channel: ['channel', 'source', 'medium', 'utmsource'],
    country: ['country', 'countrycode'],
    is_bot: ['isbot', 'bot'],
  },
  exchange_rates: {
    currency: ['currency', 'currencycode', 'fromcurrency'],
    rate_date: ['ratedate', 'date', 'day', 'validfrom'],
    rate: ['rate', 'exchangerate'],
  },
}

/** Words in a file's name that speak for a table. */
export const NAME_WORDS: Readonly<Record<SourceTable, RegExp>> = {
  orders: /order|invoice|purchase/i,
  lines: /line|item|detail|position|sales/i,
  refunds: /refund|return|credit/i,
  payments: /payment|transaction/i,
  customers: /customer|client|user|buyer/i,
  products: /product|article|sku|variant/i,
  reviews: /review|rating/i,
  stock: /stock|inventory/i,
  sessions: /session|visit/i,
  exchange_rates: /rate|currenc|fx/i,
}

/** A header as these words are: without marks between words, widths, and accents of Latin letters (those of Japanese ones make other letters). */
export function plainName(column: string): string {
  const bare = column
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
  return bare.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '')
}
