export * from '../../../../../libs/store/src/testing/firm.js';
