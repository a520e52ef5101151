import { router } from '@forge/bridge';

/**
 * Goes to a page of the product, or to an address outside.
 *
 * @param aside opens it in another tab.
 */
export function follow(href: string, aside = false): void {
  const followed = aside ? router.open(href) : router.navigate(href);
  // The product asks before it goes outside. It rejects when somebody says no.
  followed.catch((reason: unknown) => console.warn(`The link to ${href} was not followed:`, reason));
}
