import { router } from '@forge/bridge';

/**
 * Goes to a page of the product, or to an external address.
 *
 * @param newTab opens it in another tab.
 */
export function follow(href: string, newTab = false): void {
  const followed = newTab ? router.open(href) : router.navigate(href);
  // The product asks before it opens an external address. The promise rejects when the user declines.
  followed.catch((reason: unknown) => console.warn(`The link to ${href} was not followed:`, reason));
}
