import type { ShopLanguage } from './shop-language.ts'

const ORDER_ID = [
  'numerodecommande',
  'ncommande',
  'ndecommande',
  'nodecommande',
  'nocommande',
  'idcommande',
  'numerocommande',
  'referencecommande',
]

export const FRENCH: ShopLanguage = {
  name: 'French',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  canceled: ['annulée', 'annulé', 'annulee', 'annule'],
  columns: {
    orders: {
      order_id: [...ORDER_ID, 'commande'],
      ordered_at: ['datedecommande', 'datecommande', 'dateachat', 'datedecreation'],
      customer_id: ['idclient', 'numeroclient', 'codeclient', 'client', 'adresseemail'],
      status: ['statut', 'etat', 'statutcommande', 'etatcommande'],
      currency: ['devise'],
      channel: ['canal', 'canaldevente'],
      country: ['payslivraison', 'paysdelivraison', 'pays'],
      region: ['region', 'departement'],
      city: ['villelivraison', 'ville'],
      discount: ['remise', 'reduction', 'montantremise'],
      shipping: ['fraisdeport', 'fraisdelivraison', 'port', 'livraison'],
      tax: ['tva', 'montanttva', 'taxe'],
      shipped_at: ['dateexpedition', 'datedexpedition', 'datedenvoi'],
      delivered_at: ['datelivraison', 'datedelivraison'],
    },
    lines: {
      order_id: ORDER_ID,
      line_id: ['numerodeligne', 'idligne', 'ligne'],
      product_id: [
        'referenceproduit',
        'referencearticle',
        'codearticle',
        'codeproduit',
        'idproduit',
        'article',
        'produit',
      ],
      quantity: ['quantite', 'qte', 'nombre'],
      unit_price: ['prixunitaire', 'prixunitaireht', 'prixunitairettc', 'prix', 'pu'],
      gross: ['montant', 'montantligne', 'soustotal', 'montanttotal'],
      discount: ['remiseligne', 'remise'],
    },
    products: {
      product_id: ['referenceproduit', 'referencearticle', 'codearticle', 'codeproduit', 'idproduit', 'reference'],
      name: ['nomproduit', 'designation', 'libelle', 'nom'],
      category: ['categorie', 'famille', 'rayon'],
      brand: ['marque', 'fabricant'],
      cost: ['prixdachat', 'coutachat'],
      price: ['prixdevente', 'prix'],
    },
    customers: {
      customer_id: ['idclient', 'numeroclient', 'codeclient'],
      country: ['pays'],
      city: ['ville'],
      created_at: ['dateinscription', 'datedinscription'],
    },
  },
  files: { orders: /commande|facture/i, lines: /ligne|detail/i, customers: /client/i, products: /produit|article/i },
}
