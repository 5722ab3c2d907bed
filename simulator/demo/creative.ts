import { seededRandom } from '../random.ts';

/** Kinds of pictures: a square icon and a wide banner. */
export type CreativeKind = 'icon' | 'banner';

const sizes = { icon: [320, 320], banner: [960, 480] } as const;

/** Draws the picture of an offer as SVG: colours and shapes follow from its name, so it looks the same every time. */
export function drawCreative(name: string, kind: CreativeKind): string {
  const random = seededRandom(name);
  const [width, height] = sizes[kind];
  const hue = random.whole(0, 359);
  const second = (hue + random.whole(35, 120)) % 360;
  const shapes = Array.from({ length: kind === 'icon' ? 5 : 9 }, () => {
    const x = random.whole(0, width);
    const y = random.whole(0, height);
    const radius = random.whole(height / 10, height / 3);
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="hsl(${(hue + random.whole(-30, 60)) % 360} 80% ${random.whole(55, 75)}%)" fill-opacity=".35"/>`;
  });
  const initials = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase())
    .join('');
  const title = kind === 'icon' ? initials : escapeXml(name);
  const fontSize = kind === 'icon' ? 132 : Math.min(96, Math.floor(1500 / Math.max(10, name.length)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(name)}">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="hsl(${hue} 65% 34%)"/><stop offset="1" stop-color="hsl(${second} 70% 42%)"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#g)"/>
${shapes.join('\n')}
<text x="50%" y="50%" dominant-baseline="central" text-anchor="middle" font-family="system-ui, sans-serif" font-weight="700" font-size="${fontSize}" fill="#fff">${title}</text>
</svg>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
