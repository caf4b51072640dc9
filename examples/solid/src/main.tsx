import '../../shared/store';
import '../../shared/shop.css';
import 'store-elements/cdn/store-elements.css';
import { render } from 'solid-js/web';
import { App } from './app';

render(() => <App />, document.getElementById('app')!);
