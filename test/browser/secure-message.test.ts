import { expect } from 'chai';
import { render } from 'lit';
import { renderSecureMessage } from '../../components/checkout/secure-message.js';
import { wordsOf } from '../../components/checkout/words.js';
import type { Gateway } from '../../src/api/types.js';
import { pageFacts, type SecurityFacts } from '../../src/security/facts.js';
import { judge } from '../../src/security/guard.js';
import { fixture } from '../support/fixture.js';

const CLAIM = {
  subject: 'Paper',
  claim: 'Paper is <b>assessed</b> every year.',
  source_url: 'https://paper.example/security',
  checked_on: '2026-11-23',
};

const page = (href: string, secureContext = true): SecurityFacts =>
  pageFacts({ href, secureContext, framed: false });
const genuine = {
  ...page('https://shop.example/checkout'),
  mode: 'live',
  payment: { kind: 'frame', origins: ['https://js.paper.example'], genuine: true },
} satisfies SecurityFacts;

/** Every look the message can have, and whether a gateway's own words may stand there. */
const LOOKS: Readonly<Record<string, { facts: SecurityFacts; role: string; claims: number }>> = {
  verified: { facts: genuine, role: 'status', claims: 1 },
  test: { facts: { ...genuine, mode: 'test' }, role: 'status', claims: 1 },
  redirect: {
    facts: { ...genuine, payment: { kind: 'redirect', hosts: ['pay.paper.example'] } },
    role: 'status',
    claims: 1,
  },
  pending: { facts: { ...genuine, payment: { kind: 'unknown' } }, role: 'status', claims: 0 },
  warned: { facts: { ...genuine, concerns: ['covered'] }, role: 'alert', claims: 0 },
  refused: { facts: page('http://shop.example/checkout', false), role: 'alert', claims: 0 },
};

function draw(facts: SecurityFacts, claims?: Gateway['claims']): HTMLElement {
  const { store, provider } = fixture();
  const place = document.createElement('div');
  provider.append(place);
  render(renderSecureMessage(facts, judge(facts), wordsOf(store), claims), place);
  return place;
}

describe('the looks of the security message', () => {
  for (const [look, { facts, role, claims }] of Object.entries(LOOKS)) {
    it(`${look}: announces itself, shows no lock, and ${claims ? 'names' : 'leaves out'} the gateway’s own word (MSG-1, MSG-3)`, () => {
      const place = draw(facts, [CLAIM]);
      expect(place.querySelector('section')?.className).to.equal(`secure ${look}`);
      expect(place.querySelector(`[role=${role}] .headline`)?.textContent).to.match(/\w/);
      expect(place.querySelector('svg, img')).to.equal(null);
      expect(place.textContent).not.to.match(/\p{Extended_Pictographic}/u);
      const said = [...place.querySelectorAll('li')].filter((each) => each.textContent.includes('Paper is'));
      expect(said.length).to.equal(claims);
      for (const each of said) {
        expect(each.textContent).to.include('Paper says of itself: “Paper is <b>assessed</b> every year.”');
        expect(each.textContent).to.include('November 23, 2026');
        expect(each.closest('details')).not.to.equal(null);
        expect(each.querySelector('a')?.href).to.equal('https://paper.example/security');
        expect(each.querySelector('b')).to.equal(null);
      }
    });
  }

  it('shows no gateway’s word unless the store hands one over, and no link to what is no page (T-02)', () => {
    expect(draw(genuine).textContent).not.to.include('says of itself');
    const place = draw(genuine, [{ ...CLAIM, source_url: 'javascript:alert(1)' }]);
    expect(place.querySelector('li a')?.hasAttribute('href')).to.equal(false);
  });
});
