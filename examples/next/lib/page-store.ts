/** In the browser: the elements, and the page's store. */
import 'store-elements/define';
import { createStore } from 'store-elements';
import { provideStore } from 'store-elements/context';

provideStore(createStore({ endpoint: '/store', locale: document.documentElement.lang }));
