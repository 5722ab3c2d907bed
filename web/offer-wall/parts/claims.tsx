import { useState } from 'preact/hooks';
import type { ClaimSubject, ClaimVerdict, WallClaim, WallClaims } from '#contract/claims.ts';
import { askClaims } from '../claim-calls.ts';
import { useWall } from '../wall-context.ts';
import type { TextKey, Words } from '../words.ts';
import { ClaimForm } from './claim-form.tsx';

/** A missing reward of an offer: what is known about it at once, else a claim, and the answers to earlier ones. */
export function Claims({ offerId }: { readonly offerId: string }) {
  const { view, words } = useWall();
  const [loaded, setLoaded] = useState<WallClaims | 'failed' | null>(null);
  const load = async () => {
    try {
      setLoaded(await askClaims(offerId, view.member));
    } catch {
      setLoaded('failed');
    }
  };
  return (
    <details class="claims" onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>{words.text('claimOpen')}</summary>
      <div class="claims-inside">
        {loaded === null && <p role="status">{words.text('loading')}</p>}
        {loaded === 'failed' && <p role="alert">{words.text('failedText')}</p>}
        {loaded !== null && loaded !== 'failed' && (
          <Subjects offerId={offerId} loaded={loaded} onSent={() => void load()} />
        )}
      </div>
    </details>
  );
}

interface SubjectsProps {
  readonly offerId: string;
  readonly loaded: WallClaims;
  onSent(): void;
}

function Subjects({ offerId, loaded, onSent }: SubjectsProps) {
  const { words } = useWall();
  const { subjects, claims } = loaded;
  const [chosen, setChosen] = useState(0);
  const subject = subjects[chosen];
  const isOpen = claims.some(
    (claim) => claim.status === 'Open' && claim.offerEventId === subject?.offerEventId,
  );
  return (
    <>
      {subjects.length > 1 && (
        <label class="field">
          <span>{words.text('claimStep')}</span>
          <select value={chosen} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
            {subjects.map((one, index) => (
              <option key={one.offerEventId} value={index}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {subject && (
        <p class="verdict" role="status">
          {verdictText(subject, words)}
        </p>
      )}
      {subject?.canClaim && !isOpen && (
        <ClaimForm
          key={subject.offerEventId}
          offerId={offerId}
          offerEventId={subject.offerEventId}
          onSent={onSent}
        />
      )}
      {claims.length > 0 && (
        <section>
          <h3>{words.text('claims')}</h3>
          <ul class="claim-list">
            {claims.map((claim) => (
              <Claim key={claim.id} claim={claim} subjects={subjects} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const outcomes = { Accepted: 'claimAccepted', Declined: 'claimDeclined' } as const;

function Claim({
  claim,
  subjects,
}: {
  readonly claim: WallClaim;
  readonly subjects: readonly ClaimSubject[];
}) {
  const { words } = useWall();
  const name = subjects.find(({ offerEventId }) => offerEventId === claim.offerEventId)?.name;
  const state = claim.outcome === null ? 'claimIsOpen' : outcomes[claim.outcome];
  return (
    <li class="claim">
      <p>
        <strong>{name || words.text('claimWholeOffer')}</strong>{' '}
        <span class={claim.outcome === 'Accepted' ? 'badge badge-good' : 'badge'}>{words.text(state)}</span>
      </p>
      <p class="step-note">{words.text('claimOn', { date: words.date(claim.createdAt) })}</p>
      <p class="claim-message">{claim.message}</p>
      {claim.answeredAt !== null && (
        <div class="claim-answer">
          <p class="step-note">{words.text('claimAnsweredOn', { date: words.date(claim.answeredAt) })}</p>
          <p>{claim.answer}</p>
        </div>
      )}
    </li>
  );
}

const verdictNames: Record<ClaimVerdict['code'], TextKey> = {
  paid: 'verdict_paid',
  pending: 'verdict_pending',
  in_review: 'verdict_in_review',
  waiting: 'verdict_waiting',
  refused: 'verdict_refused',
  earlier_step: 'verdict_earlier_step',
  not_clicked: 'verdict_not_clicked',
  deadline_passed: 'verdict_deadline_passed',
  reported_soon: 'verdict_reported_soon',
  not_reported: 'verdict_not_reported',
};

function verdictText({ verdict }: ClaimSubject, words: Words): string {
  const { code, step, reason, doneAt, at } = verdict;
  const needsStep = code === 'waiting' || code === 'earlier_step';
  const key = needsStep && !step ? 'verdict_waiting_unseen' : verdictNames[code];
  return words.text(key, {
    step: step ?? '',
    reason: reason === null ? '' : words.reason(reason),
    doneDate: doneAt === null ? '' : words.date(doneAt),
    date: at === null ? '' : words.date(at),
  });
}
