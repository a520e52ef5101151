/** A view's side of the handshake, for views of any kind. */
import { WAITING, type Subscription, type ViewState } from '#app/bgscript/runtime/protocol';
import { subscribe } from '#app/bgscript/runtime/view';
import { getContext, isPreview, pageOf } from '#app/bgscript/platform/context';
import { channel } from '#app/bgscript/platform/events';
import { report } from '#app/bgscript/runtime/report';

export { about, getContext, isPreview, pageOf } from '#app/bgscript/platform/context';
export { channel } from '#app/bgscript/platform/events';
export { WAITING } from '#app/bgscript/runtime/protocol';
export { subscribe } from '#app/bgscript/runtime/view';

export interface Options<Data> {
  name?: string | undefined;
  sample?: Data | undefined;
}

export function connect<Data>(
  show: (state: ViewState<Data>) => void,
  { name, sample }: Options<Data> = {},
): Subscription {
  let subscription: Subscription | undefined;
  let isOver = false;

  show(WAITING);
  getContext()
    .then((context) => {
      if (isOver) return;
      if (!isPreview(context)) subscription = subscribe(channel, show, pageOf(context), name);
      else if (sample !== undefined) show({ status: 'ready', revision: 0, busy: false, data: sample });
    })
    .catch((reason: unknown) => report('This view could not start:', reason));
  return {
    reload() {
      if (subscription) subscription.reload();
    },
    unsubscribe() {
      isOver = true;
      if (subscription) subscription.unsubscribe();
    },
  };
}
