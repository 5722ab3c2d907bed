import { mountOfferWall, type OfferWall, type OfferWallEvents } from './embed.ts';

// The build for pages without modules: one script tag shows the wall, and `PitwallOfferWall.mount` shows further ones.

declare global {
  interface Window {
    PitwallOfferWall?: { mount: typeof mountOfferWall };
  }
}

window.PitwallOfferWall = { mount: mountOfferWall };

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.dataset['origin'] !== undefined) mountBeside(script);

/**
 * Mounts the wall that a script tag describes: `data-origin`, `data-pub-member-id` and further `data-pub-…`, and
 * optionally `data-target` (a selector; else the wall follows the script), `data-title`, `data-min-height` and
 * `data-closable`. Events are dispatched on the element around the wall as `pitwall:opened` and so on.
 */
function mountBeside(tag: HTMLScriptElement): OfferWall {
  const { origin = '', target, title, minHeight, closable } = tag.dataset;
  const element = (target && document.querySelector(target)) || placeAfter(tag);
  const tell =
    <Name extends keyof OfferWallEvents>(name: Name) =>
    (detail: OfferWallEvents[Name]) =>
      void element.dispatchEvent(new CustomEvent(`pitwall:${name}`, { detail, bubbles: true }));
  return mountOfferWall(element, {
    origin,
    parameters: parametersOf(tag),
    ...(title !== undefined && { title }),
    ...(minHeight !== undefined && { minHeight: Number(minHeight) }),
    isClosable: closable !== undefined,
    onOpened: tell('opened'),
    onOfferClicked: tell('offerClicked'),
    onClosed: tell('closed'),
  });
}

function placeAfter(tag: Element): Element {
  const place = document.createElement('div');
  tag.after(place);
  return place;
}

/** `data-pub-sub-1` is `pub_sub_1`. */
function parametersOf(tag: Element): Record<`pub_${string}`, string> {
  const parameters: Record<`pub_${string}`, string> = {};
  for (const { name, value } of Array.from(tag.attributes)) {
    if (name.startsWith('data-pub-'))
      parameters[`pub_${name.slice('data-pub-'.length).replaceAll('-', '_')}`] = value;
  }
  return parameters;
}
