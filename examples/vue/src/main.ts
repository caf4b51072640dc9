import '../../shared/store';
import '../../shared/shop.css';
import 'store-elements/cdn/store-elements.css';
import 'store-elements/vue';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#app');
