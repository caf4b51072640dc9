import '../../shared/store';
import '../../shared/shop.css';
import 'store-elements/cdn/store-elements.css';
import { mount } from 'svelte';
import App from './App.svelte';

mount(App, { target: document.getElementById('app')! });
