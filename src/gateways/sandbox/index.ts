/** `store-elements/sandbox`: the sandbox gateway as a service to run, and its server half for the store. Node only. */
export { createSandboxGateway, type SandboxGateway, type SandboxGatewayOptions } from './service/gateway.js';
export type { CallbackMode, Delivery } from './service/callbacks.js';
export { sandboxGateway, type SandboxServerOptions } from './server.js';
export { TEST_CARDS, type TestCard } from './cards.js';
export type { SandboxDispute, SandboxEvent, SandboxPayment, SandboxRefund, SandboxStatus } from './shapes.js';
