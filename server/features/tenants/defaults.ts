/** Age ranges that every new tenant begins with; null leaves an end open. */
export const defaultAgeRanges = [
  { name: 'All', from: null, to: null },
  { name: '13-17', from: 13, to: 17 },
  { name: '18-24', from: 18, to: 24 },
  { name: '25-34', from: 25, to: 34 },
  { name: '35-44', from: 35, to: 44 },
  { name: '45-54', from: 45, to: 54 },
  { name: '55-64', from: 55, to: 64 },
  { name: '65+', from: 65, to: null },
  { name: '18+', from: 18, to: null },
  { name: '21+', from: 21, to: null },
] as const;

/** Genders that every new tenant begins with. */
export const defaultGenders = ['Male', 'Female', 'Non-binary', 'Other'] as const;

/** Categories that every new tenant begins with. */
export const defaultCategories = [
  'Games',
  'Apps',
  'Surveys',
  'Shopping',
  'Finance',
  'Banking',
  'Insurance',
  'Entertainment',
  'Subscriptions',
  'Education',
  'Health',
  'Travel',
] as const;

/** Placements that every new tenant begins with. */
export const defaultPlacements = ['Offer wall', 'Home', 'Featured', 'Sidebar'] as const;
