import '../../shared/store.js';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app.js';

void bootstrapApplication(App);
