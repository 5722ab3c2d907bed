/** A text in the forms that a language's plurals ask for; `{n}` stands for the number. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** All texts of the wall in one language; `{name}` in braces is filled in. */
export interface Messages {
  readonly [key: string]: string | Plural;
}

/** The same keys in another language: a text for a text, forms for forms. */
export type Translation<M> = { readonly [K in keyof M]: M[K] extends string ? string : Plural };
