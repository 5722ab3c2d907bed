import { useState } from 'preact/hooks';
import { phoneAddress } from '../address.ts';
import { useWall } from '../wall-context.ts';
import { Icon } from './icons.tsx';

/** A code that opens the offer on a phone; drawn when it is asked for. */
export function OnPhone() {
  const { view, place, words } = useWall();
  const [code, setCode] = useState<{ readonly path: string; readonly size: number } | null>(null);
  const draw = async () => {
    const { generate } = await import('lean-qr');
    const drawn = generate(phoneAddress(view, place, location.origin));
    const squares: string[] = [];
    for (let y = 0; y < drawn.size; y++) {
      for (let x = 0; x < drawn.size; x++) if (drawn.get(x, y)) squares.push(`M${x} ${y}h1v1h-1z`);
    }
    setCode({ path: squares.join(''), size: drawn.size });
  };
  return (
    <details class="on-phone" onToggle={() => void draw()}>
      <summary>
        <Icon name="phone" />
        {words.text('onPhone')}
      </summary>
      <div class="on-phone-code">
        {code ? (
          <svg
            class="qr"
            role="img"
            aria-label={words.text('qrLabel')}
            viewBox={`-4 -4 ${code.size + 8} ${code.size + 8}`}
            shape-rendering="crispEdges"
          >
            <rect x="-4" y="-4" width="100%" height="100%" fill="#fff" />
            <path d={code.path} fill="#000" />
          </svg>
        ) : (
          <span class="qr" />
        )}
        <p>{words.text('onPhoneText')}</p>
      </div>
    </details>
  );
}
