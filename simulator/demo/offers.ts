/** A step of a demo offer: name, event id, revenue, and what is out of the ordinary about it. */
export interface DemoStep {
  readonly name: string;
  readonly eventId: string;
  readonly revenue: number;
  readonly isFree?: boolean;
  readonly deadlineDays?: number;
  readonly pendingDays?: number;
  readonly minHours?: number;
  readonly isHidden?: boolean;
}

/** A demo offer as its author would describe it. */
export interface DemoOffer {
  readonly name: string;
  readonly headline: string;
  readonly category: string;
  readonly system: string;
  readonly advertiser: string;
  /** Revenue of a SingleEvent offer; percent when `isShare`. */
  readonly revenue?: number;
  readonly isShare?: boolean;
  readonly steps?: readonly DemoStep[];
  readonly countries: readonly string[];
  readonly devices?: readonly string[];
  readonly isFeatured?: boolean;
  readonly isManual?: boolean;
  readonly pendingDays?: number;
  readonly isRepeatable?: boolean;
  readonly dailyCap?: number;
  readonly budget?: readonly [type: 'Daily' | 'Weekly' | 'Monthly' | 'Total', amount: number];
  readonly age?: string;
  readonly gender?: string;
  readonly epc: number;
}

const english = ['US', 'GB', 'CA', 'AU', 'IE', 'NZ'];
const europe = ['DE', 'FR', 'ES', 'IT', 'NL', 'AT', 'BE', 'PT'];
const everywhere = [...english, ...europe, 'MX', 'BR', 'AE', 'IN'];
const phones = ['IOS', 'Android'];

function step(name: string, eventId: string, revenue: number, more: Partial<DemoStep> = {}): DemoStep {
  return { name, eventId, revenue, ...more };
}

function levels(...reached: readonly (readonly [level: number, revenue: number, deadlineDays?: number])[]): DemoStep[] {
  return [
    step('Install and open', 'install', 0.4),
    ...reached.map(([level, revenue, deadlineDays]) =>
      step(`Reach level ${level}`, `level_${level}`, revenue, deadlineDays === undefined ? {} : { deadlineDays }),
    ),
  ];
}

const games: readonly DemoOffer[] = [
  { name: 'Harbor Tycoon', headline: 'Build your port and earn at every level', category: 'Games', system: 'AppsFlyer', advertiser: 'Tidewater Games', steps: [...levels([5, 1.5, 7], [15, 6, 14], [30, 18, 30])], countries: english, devices: phones, isFeatured: true, epc: 9 },
  { name: 'Gem Canyon', headline: 'Match gems through two hundred levels', category: 'Games', system: 'Adjust', advertiser: 'Tidewater Games', steps: [...levels([20, 1, 5], [80, 5, 20])], countries: everywhere, devices: phones, epc: 6 },
  { name: 'Realm of Banners', headline: 'Raise a castle, win an alliance war', category: 'Games', system: 'Singular', advertiser: 'Northlight Studio', steps: [...levels([8, 3, 7], [16, 14, 21]), step('First purchase', 'purchase', 5)], countries: [...english, ...europe], devices: phones, isFeatured: true, epc: 12 },
  { name: 'Daily Puzzle', headline: 'One puzzle a day keeps the mind awake', category: 'Games', system: 'Branch', advertiser: 'Puzzle House', steps: [step('Install', 'install', 0.5), step('Solve 7 puzzles', 'solved_7', 1.2, { deadlineDays: 10, minHours: 24 })], countries: everywhere, epc: 4 },
  { name: 'Kart Rivals', headline: 'Race to the gold league', category: 'Games', system: 'Tenjin', advertiser: 'Northlight Studio', steps: [...levels([10, 2.5, 7]), step('Win the gold league', 'gold_league', 9, { deadlineDays: 30, pendingDays: 3 })], countries: english, devices: ['Android'], epc: 5 },
];

const apps: readonly DemoOffer[] = [
  { name: 'Stride Steps', headline: 'Walk ten thousand steps on three days', category: 'Apps', system: 'Kochava', advertiser: 'Wellway', steps: [step('Install', 'install', 0.6), step('Three active days', 'active_3', 2.4, { deadlineDays: 14 })], countries: everywhere, devices: phones, epc: 3 },
  { name: 'Notewell', headline: 'Keep your notes in one place', category: 'Apps', system: 'AppsFlyer', advertiser: 'Plain Apps', revenue: 0.8, countries: everywhere, devices: phones, epc: 2 },
  { name: 'Scanly Pro', headline: 'Scan a document and try it free', category: 'Apps', system: 'Adjust', advertiser: 'Plain Apps', steps: [step('Install', 'install', 0.4), step('Start the trial', 'trial', 4), step('First renewal', 'renewal', 6, { pendingDays: 7 })], countries: english, devices: ['IOS'], epc: 5 },
  { name: 'Lumen Wallpapers', headline: 'A new picture every morning', category: 'Apps', system: 'Singular', advertiser: 'Plain Apps', revenue: 0.5, countries: ['IN', 'BR', 'MX', 'US'], devices: ['Android'], dailyCap: 12, epc: 1.5 },
  { name: 'Palette Keyboard', headline: 'Colour your keyboard', category: 'Apps', system: 'Tenjin', advertiser: 'Plain Apps', revenue: 0.7, countries: everywhere, devices: phones, epc: 1.8 },
];

const surveys: readonly DemoOffer[] = [
  { name: 'Opinion Corner', headline: 'Complete your first survey', category: 'Surveys', system: 'TUNE', advertiser: 'Corner Research', revenue: 1.6, countries: english, age: '18+', epc: 3.2 },
  { name: 'Taste Panel', headline: 'Tell us what is in your fridge', category: 'Surveys', system: 'CAKE', advertiser: 'Corner Research', revenue: 2.1, countries: ['US', 'GB', 'DE'], age: '18+', gender: 'Female', epc: 3 },
  { name: 'Commuter Poll', headline: 'Ten minutes about your way to work', category: 'Surveys', system: 'Everflow', advertiser: 'Corner Research', revenue: 1.2, countries: europe, age: '18+', isRepeatable: true, epc: 2.5 },
  { name: 'Gamer Census', headline: 'Which games did you play this month?', category: 'Surveys', system: 'TUNE', advertiser: 'Corner Research', revenue: 0.9, countries: everywhere, isRepeatable: true, epc: 2.2 },
  { name: 'Home Broadband Study', headline: 'Measure your connection for science', category: 'Surveys', system: 'CustomTracking', advertiser: 'Corner Research', revenue: 3.5, countries: ['US', 'CA'], devices: ['Browser', 'MacOS'], age: '18+', isManual: true, epc: 2.8 },
];

const shopping: readonly DemoOffer[] = [
  { name: 'Linen & Loom', headline: 'Earn on your first order', category: 'Shopping', system: 'AWIN', advertiser: 'Linen & Loom', revenue: 8, isShare: true, countries: ['GB', 'IE', 'DE'], pendingDays: 14, epc: 4 },
  { name: 'Petal Post', headline: 'Flowers by tomorrow', category: 'Shopping', system: 'CJAffiliate', advertiser: 'Petal Post', revenue: 10, isShare: true, countries: english, pendingDays: 7, isRepeatable: true, epc: 5 },
  { name: 'Sole Supply', headline: 'Running shoes, delivered free', category: 'Shopping', system: 'Impact', advertiser: 'Sole Supply', revenue: 6.5, countries: ['US', 'CA'], pendingDays: 14, epc: 4.4 },
  { name: 'Copper Kettle', headline: 'Coffee for the month', category: 'Shopping', system: 'Rakuten', advertiser: 'Copper Kettle', revenue: 12, isShare: true, countries: ['US'], pendingDays: 10, epc: 3.6 },
  { name: 'Paper Trail Books', headline: 'Order your first book', category: 'Shopping', system: 'Sharesale', advertiser: 'Paper Trail', revenue: 3, countries: [...english, ...europe], epc: 2.4 },
];

const finance: readonly DemoOffer[] = [
  { name: 'Acorn Invest', headline: 'Open a portfolio with 5 dollars', category: 'Finance', system: 'AppsFlyer', advertiser: 'Acorn Invest', steps: [step('Open an account', 'account', 4), step('First deposit', 'deposit', 22, { deadlineDays: 30, pendingDays: 7 })], countries: ['US'], age: '18+', isFeatured: true, epc: 14 },
  { name: 'Ledgerly', headline: 'Track your spending for two weeks', category: 'Finance', system: 'Branch', advertiser: 'Ledgerly', steps: [step('Install', 'install', 0.6), step('Connect an account', 'connected', 5, { deadlineDays: 14 })], countries: english, age: '18+', devices: phones, epc: 5.5 },
  { name: 'Tax Friend', headline: 'File your return early', category: 'Finance', system: 'Impact', advertiser: 'Tax Friend', revenue: 16, countries: ['US', 'CA'], age: '18+', isManual: true, epc: 6 },
  { name: 'Euro Savings', headline: 'Compare savings rates and open one', category: 'Finance', system: 'AWIN', advertiser: 'Euro Savings', revenue: 20, countries: europe, age: '18+', pendingDays: 21, epc: 7 },
  { name: 'Round-Up Jar', headline: 'Save the change', category: 'Finance', system: 'Singular', advertiser: 'Ledgerly', steps: [step('Install', 'install', 0.5), step('Save 10 dollars', 'saved_10', 6, { deadlineDays: 30 })], countries: ['US', 'GB'], age: '18+', devices: phones, epc: 4 },
];

const banking: readonly DemoOffer[] = [
  { name: 'Copper Bank account', headline: 'Open it in five minutes', category: 'Banking', system: 'CAKE', advertiser: 'Copper Bank', steps: [step('Account opened', 'opened', 18), step('Account funded', 'funded', 30, { deadlineDays: 30, pendingDays: 5 })], countries: ['US', 'CA'], age: '18+', budget: ['Monthly', 4000], epc: 11 },
  { name: 'Fjord Card', headline: 'A card without fees abroad', category: 'Banking', system: 'Everflow', advertiser: 'Fjord', revenue: 25, countries: ['GB', 'DE', 'NL'], age: '18+', pendingDays: 30, epc: 8 },
  { name: 'Student Current', headline: 'The account for your first year', category: 'Banking', system: 'TUNE', advertiser: 'Copper Bank', revenue: 14, countries: ['GB', 'IE'], age: '18-24', epc: 5 },
  { name: 'Teller One', headline: 'Business banking, no branch', category: 'Banking', system: 'Impact', advertiser: 'Teller One', revenue: 40, countries: ['US'], age: '21+', isManual: true, budget: ['Weekly', 800], epc: 9 },
  { name: 'Mint Junior', headline: 'Pocket money on a card', category: 'Banking', system: 'Branch', advertiser: 'Fjord', steps: [step('Install', 'install', 0.8), step('Order the card', 'card', 9, { deadlineDays: 14 })], countries: europe, age: '18+', devices: phones, epc: 4.6 },
];

const insurance: readonly DemoOffer[] = [
  { name: 'Drive Quote', headline: 'Compare car insurance in two minutes', category: 'Insurance', system: 'HangMyAds', advertiser: 'Quote Harbour', revenue: 4.5, countries: ['US'], age: '18+', epc: 5 },
  { name: 'Paw Cover', headline: 'Insure your pet', category: 'Insurance', system: 'AdAction', advertiser: 'Quote Harbour', revenue: 9, countries: ['GB', 'US'], age: '18+', pendingDays: 14, epc: 4 },
  { name: 'Rent Shield', headline: 'Cover for what you own', category: 'Insurance', system: 'PerformCB', advertiser: 'Quote Harbour', revenue: 7, countries: ['US', 'CA'], age: '18+', epc: 3.8 },
  { name: 'Trip Umbrella', headline: 'Travel cover by the day', category: 'Insurance', system: 'AWIN', advertiser: 'Umbrella', revenue: 15, isShare: true, countries: europe, age: '18+', epc: 3 },
  { name: 'Life in Five', headline: 'Five questions, one quote', category: 'Insurance', system: 'CAKE', advertiser: 'Umbrella', revenue: 11, countries: ['US'], age: '25-34', epc: 4.2 },
];

const entertainment: readonly DemoOffer[] = [
  { name: 'Cinebox trial', headline: 'Three months for the price of a coffee', category: 'Entertainment', system: 'Impact', advertiser: 'Cinebox', revenue: 12, countries: english, pendingDays: 3, isFeatured: true, budget: ['Daily', 300], epc: 10 },
  { name: 'Vinyl Radio', headline: 'Listen for a week', category: 'Entertainment', system: 'AppsFlyer', advertiser: 'Vinyl', steps: [step('Install', 'install', 0.4), step('Listen on 5 days', 'days_5', 2, { deadlineDays: 10 })], countries: everywhere, devices: phones, epc: 2.6 },
  { name: 'Stage Door', headline: 'Tickets for tonight', category: 'Entertainment', system: 'CJAffiliate', advertiser: 'Stage Door', revenue: 6, isShare: true, countries: ['GB', 'US'], isRepeatable: true, epc: 2.4 },
  { name: 'Comic Shelf', headline: 'Read ten chapters', category: 'Entertainment', system: 'Adjust', advertiser: 'Vinyl', steps: [step('Install', 'install', 0.5), step('Read 10 chapters', 'read_10', 1.8), step('Become a member', 'member', 6)], countries: everywhere, devices: phones, epc: 3.4 },
  { name: 'Trivia Night Live', headline: 'Play a live round', category: 'Entertainment', system: 'Kochava', advertiser: 'Puzzle House', revenue: 1.1, countries: english, devices: phones, isRepeatable: true, epc: 2 },
];

const subscriptions: readonly DemoOffer[] = [
  { name: 'Fresh Crate', headline: 'Your first box of vegetables', category: 'Subscriptions', system: 'Rakuten', advertiser: 'Fresh Crate', revenue: 15, countries: ['US', 'GB', 'DE'], pendingDays: 14, epc: 7 },
  { name: 'Razor Club', headline: 'A starter set by post', category: 'Subscriptions', system: 'Sharesale', advertiser: 'Razor Club', revenue: 5.5, countries: english, gender: 'Male', epc: 3 },
  { name: 'Inkwell Magazine', headline: 'Four issues for one', category: 'Subscriptions', system: 'CustomTracking', advertiser: 'Paper Trail', revenue: 4, countries: europe, epc: 2.2 },
  { name: 'Brew Box', headline: 'Six beers from six breweries', category: 'Subscriptions', system: 'Impact', advertiser: 'Copper Kettle', revenue: 9, countries: ['US', 'BE', 'DE'], age: '21+', epc: 3.8 },
  { name: 'Little Crafts', headline: 'A craft kit every month', category: 'Subscriptions', system: 'CJAffiliate', advertiser: 'Linen & Loom', revenue: 7.5, countries: ['US', 'CA', 'GB'], epc: 3.2 },
];

const education: readonly DemoOffer[] = [
  { name: 'Parlo', headline: 'Ten lessons of a new language', category: 'Education', system: 'Singular', advertiser: 'Parlo', steps: [step('Install', 'install', 0.5), step('Finish 10 lessons', 'lessons_10', 2.5, { deadlineDays: 14 }), step('Subscribe', 'subscribe', 10, { pendingDays: 7 })], countries: everywhere, devices: phones, isFeatured: true, epc: 6 },
  { name: 'Code Orchard', headline: 'Write your first program', category: 'Education', system: 'Branch', advertiser: 'Orchard', revenue: 6, countries: everywhere, devices: ['Browser', 'MacOS'], epc: 3 },
  { name: 'Star Atlas', headline: 'Learn the night sky', category: 'Education', system: 'Adjust', advertiser: 'Orchard', revenue: 1.4, countries: everywhere, devices: phones, epc: 2 },
  { name: 'Degree Finder', headline: 'Ask three universities', category: 'Education', system: 'TUNE', advertiser: 'Degree Finder', revenue: 13, countries: ['US'], age: '18+', isManual: true, epc: 5 },
  { name: 'Chess Ladder', headline: 'Win five rated games', category: 'Education', system: 'Tenjin', advertiser: 'Puzzle House', steps: [step('Install', 'install', 0.5), step('Win 5 games', 'wins_5', 2.2, { deadlineDays: 7 })], countries: everywhere, epc: 3 },
];

const health: readonly DemoOffer[] = [
  { name: 'Calm Harbour', headline: 'A week of guided evenings', category: 'Health', system: 'AppsFlyer', advertiser: 'Wellway', steps: [step('Install', 'install', 0.6), step('Seven evenings', 'evenings_7', 3, { deadlineDays: 14, minHours: 48 }), step('Start the trial', 'trial', 7)], countries: english, devices: phones, epc: 5 },
  { name: 'Vita Kit', headline: 'Your first month of vitamins', category: 'Health', system: 'Everflow', advertiser: 'Vita', revenue: 14, countries: ['US', 'DE'], age: '18+', epc: 5.2 },
  { name: 'Sight Check', headline: 'Book an eye test', category: 'Health', system: 'CAKE', advertiser: 'Sight', revenue: 8, countries: ['GB'], age: '18+', isManual: true, epc: 3 },
  { name: 'Sleep Diary', headline: 'Log five nights', category: 'Health', system: 'Kochava', advertiser: 'Wellway', steps: [step('Install', 'install', 0.5), step('Log 5 nights', 'nights_5', 2, { deadlineDays: 10 })], countries: everywhere, devices: phones, epc: 2.6 },
  { name: 'Gym Passport', headline: 'Ten gyms, one card', category: 'Health', system: 'Impact', advertiser: 'Passport', revenue: 10, countries: ['DE', 'AT', 'NL'], age: '18+', epc: 4 },
];

const travel: readonly DemoOffer[] = [
  { name: 'Night Train', headline: 'Book a sleeper', category: 'Travel', system: 'AWIN', advertiser: 'Night Train', revenue: 5, isShare: true, countries: europe, pendingDays: 30, epc: 3.4 },
  { name: 'Hostel Map', headline: 'Two nights anywhere', category: 'Travel', system: 'CJAffiliate', advertiser: 'Hostel Map', revenue: 7, isShare: true, countries: everywhere, pendingDays: 30, epc: 3 },
  { name: 'Ride Along', headline: 'Take your first shared ride', category: 'Travel', system: 'Branch', advertiser: 'Ride Along', steps: [step('Install', 'install', 0.5), step('First ride', 'ride_1', 6, { deadlineDays: 14 })], countries: [...europe, 'MX', 'BR'], devices: phones, epc: 4.4 },
  { name: 'Fare Watch', headline: 'Set an alert for your next flight', category: 'Travel', system: 'Singular', advertiser: 'Fare Watch', revenue: 0.9, countries: everywhere, epc: 1.6 },
  { name: 'City Pass', headline: 'Three museums, one ticket', category: 'Travel', system: 'Rakuten', advertiser: 'Night Train', revenue: 4, countries: ['FR', 'IT', 'ES', 'US'], dailyCap: 20, epc: 2.6 },
];

/** Sixty offers over all categories, of both types and both ways of paying. */
export const demoOffers: readonly DemoOffer[] = [
  ...games, ...apps, ...surveys, ...shopping, ...finance, ...banking, ...insurance, ...entertainment, ...subscriptions, ...education, ...health, ...travel,
];
