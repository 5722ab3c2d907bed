import { useState } from 'preact/hooks';
import { encodePicture, sendClaim } from '../claim-calls.ts';
import { useWall } from '../wall-context.ts';
import type { TextKey } from '../words.ts';

const LARGEST_BYTES = 2_097_152;
const kinds = ['image/png', 'image/jpeg', 'image/webp'];

interface ClaimFormProps {
  readonly offerId: string;
  readonly offerEventId: string | null;
  /** Told once the claim is kept. */
  onSent(): void;
}

/** What a member did and when, with a picture where they have one. */
export function ClaimForm({ offerId, offerEventId, onSent }: ClaimFormProps) {
  const { view, words } = useWall();
  const [fault, setFault] = useState<TextKey | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget as HTMLFormElement);
    const written = values.get('message');
    const message = typeof written === 'string' ? written.trim() : '';
    const picture = values.get('proof');
    const file = picture instanceof File && picture.size > 0 ? picture : null;
    const found = faultOf(message, file);
    setFault(found);
    if (found !== null) return;
    setSending(true);
    try {
      const proof = file && (await encodePicture(file));
      await sendClaim({ offerId, offerEventId, message, proof }, view.member);
      onSent();
    } catch {
      setFault('claimFailed');
    }
    setSending(false);
  };
  return (
    <form class="claim-form" noValidate onSubmit={(event) => void send(event)}>
      <label class="field">
        <span>{words.text('claimMessage')}</span>
        <textarea name="message" rows={4} maxLength={2_000} required aria-describedby="claim-message-note" />
        <small id="claim-message-note">{words.text('claimMessageNote')}</small>
      </label>
      <label class="field">
        <span>{words.text('claimProof')}</span>
        <input type="file" name="proof" accept={kinds.join(',')} aria-describedby="claim-proof-note" />
        <small id="claim-proof-note">{words.text('claimProofNote')}</small>
      </label>
      {fault !== null && (
        <p class="why-not" role="alert">
          {words.text(fault)}
        </p>
      )}
      <button class="button" disabled={isSending}>
        {words.text(isSending ? 'claimSending' : 'claimSend')}
      </button>
    </form>
  );
}

function faultOf(message: string, file: File | null): TextKey | null {
  if (message === '') return 'claimMessageNeeded';
  if (file && !kinds.includes(file.type)) return 'claimWrongType';
  return file && file.size > LARGEST_BYTES ? 'claimTooLarge' : null;
}
