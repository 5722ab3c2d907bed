// breaks: tidy:names
export class OfferManager {}
