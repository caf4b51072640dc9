/** The page's store: made once, before anything is drawn. Registering the elements and providing a store again are harmless. */
import 'store-elements/define';
import { createStore } from 'store-elements';
import { provideStore } from 'store-elements/context';

provideStore(createStore({ endpoint: '/store', locale: document.documentElement.lang }));
