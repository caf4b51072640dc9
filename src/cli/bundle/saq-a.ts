/**
 * Who sees to what, line by line of questionnaire A of PCI DSS v4.0.1 (r1, January 2025), for a shop whose card form is the
 * gateway's frame or page. A help for filling it in, and nothing more: the form of the merchant's acquirer is what counts.
 */

export interface SaqLine {
  /** As the standard numbers it; `criterion` for what must hold before the questionnaire may be used at all. */
  readonly id: string;
  readonly about: string;
  /** What this software does about it; empty: nothing. */
  readonly ours: string;
  /** What remains for the merchant. */
  readonly yours: string;
  /** What is the gateway's. */
  readonly gateway: string;
}

export const SAQ_A: readonly SaqLine[] = [
  {
    id: 'criterion: form',
    about: 'All of the payment form comes only and directly from the processor.',
    ours: 'Adapters mount the gateway’s frame or lead to its page; its origin is checked after it was mounted. No element of ours takes card details, and requests that hold some are refused.',
    yours: 'Add no card fields of your own. The audit lists what looks like one.',
    gateway: 'Serves the form.',
  },
  {
    id: 'criterion: scripts',
    about:
      'The site is not susceptible to attacks from scripts (frames only; a redirect is excused, FAQ 1588).',
    ours: 'A strict Content-Security-Policy, the page watch, the audit, the watch over the card form, hashes of our files.',
    yours:
      'Send the headers, approve every script with a reason, act on alerts; or get the gateway’s written word that its solution protects the page when set up as it says.',
    gateway: 'May confirm in writing that its solution protects the page.',
  },
  {
    id: '2.2.2',
    about: 'Vendors’ default accounts and passwords.',
    ours: 'There are none: without a key of 32 random bytes the admin addresses do not exist.',
    yours: 'Keys made by newAdminKey(), kept outside the code; the accounts of your host and CMS.',
    gateway: 'Accounts of its dashboard.',
  },
  {
    id: '3.1.1, 3.2.1',
    about: 'Stored account data (paper, too).',
    ours: 'Card numbers are kept from database and log; a test looks for them after every journey.',
    yours: 'What comes by paper, telephone or e-mail.',
    gateway: 'Stores what has to be stored.',
  },
  {
    id: '6.3.1, 6.3.3',
    about: 'Weaknesses are known, and updates installed.',
    ours: 'Bill of materials and licences with every build, a locked tree of dependencies, security advisories.',
    yours: 'Update this package, your server, its system and your CMS; critical ones within a month.',
    gateway: '',
  },
  {
    id: '6.4.3',
    about:
      'Payment-page scripts: inventory, reason, authorisation, integrity (one way to meet the script criterion).',
    ours: 'Inventory by audit and page watch, approvals with reasons in append-only books, hashes where a browser gives them.',
    yours: 'Say why each script is needed, and take away the others.',
    gateway: 'Its own scripts and what is inside its frames.',
  },
  {
    id: '8.2, 8.3',
    about: 'Accounts of people who can change the page: one each, strong passwords, gone when they leave.',
    ours: '',
    yours: 'Your host, CMS, registry and repository: own accounts, 12 characters or more, a second factor.',
    gateway: 'Accounts of its dashboard.',
  },
  { id: '9.4', about: 'Paper and media with card data.', ours: '', yours: 'If you have any.', gateway: '' },
  {
    id: '11.3.2',
    about: 'A scan of your addresses from outside every quarter, by an approved vendor.',
    ours: '',
    yours: 'Order the scans of the shop and the store server; mend what they find.',
    gateway: '',
  },
  {
    id: '11.6.1',
    about:
      'Changes of headers and scripts of the payment page are noticed, weekly or as your risk analysis says (one way to meet the script criterion).',
    ours: 'The audit compares with what you approved and ends with 1; the page watch raises alerts.',
    yours: 'Run it on a schedule, and let somebody read what it says.',
    gateway: '',
  },
  {
    id: '12.8',
    about: 'Service providers: a list, agreements, their status every year, who sees to what.',
    ours: 'This table, as a beginning.',
    yours: 'Gateway, host, CMS: keep their attestations with dates.',
    gateway: 'Its attestation of compliance, every year.',
  },
  {
    id: '12.10.1',
    about: 'A plan for the day something happens.',
    ours: 'Alerts for strange scripts, changed headers and what lies over the card form; keys that can be replaced while running.',
    yours: 'Whom to call: acquirer, gateway, host. How to take the checkout down.',
    gateway: 'Somebody to call.',
  },
];
