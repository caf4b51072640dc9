// The guides in the order they are read in; each is docs/<name>.md. What stands in docs/ and not here comes last.
export const guides = [
  { part: 'Begin', names: ['start', 'server', 'hosts', 'go-live'] },
  { part: 'Ways to pay', names: ['stripe', 'square', 'redirect', 'write-a-gateway'] },
  { part: 'Your shop', names: ['products', 'look', 'labels', 'analytics', 'access'] },
  { part: 'For developers', names: ['package', 'frameworks', 'server-rendering'] },
  { part: 'Security', names: ['csp-and-pci'] },
  { part: 'Coming from', names: ['from-braintree-drop-in', 'from-snipcart'] },
];
