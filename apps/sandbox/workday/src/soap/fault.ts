import type { Reply } from '../../../kernel/src/index.js';
import { escape } from './xml.js';

/** A refusal as a SOAP fault. */
export class SoapFault extends Error {
  constructor(readonly code: 'validationError' | 'authenticationError' | 'processingError', message: string, readonly xpath?: string) {
    super(message);
  }

  reply(): Reply {
    const detail = this.code === 'validationError'
      ? `<detail><wd:Validation_Fault xmlns:wd="urn:com.workday/bsvc"><wd:Validation_Error><wd:Message>${escape(this.message)}</wd:Message><wd:Detail_Message>${escape(this.message)}</wd:Detail_Message>${this.xpath ? `<wd:Xpath>${escape(this.xpath)}</wd:Xpath>` : ''}</wd:Validation_Error></wd:Validation_Fault></detail>`
      : this.code === 'processingError' ? `<detail><wd:Processing_Fault xmlns:wd="urn:com.workday/bsvc"><wd:Detail_Message>${escape(this.message)}</wd:Detail_Message></wd:Processing_Fault></detail>` : '';
    const prefix = this.code === 'validationError' ? 'Validation error occurred. ' : '';
    const fault = `<SOAP-ENV:Fault><faultcode>SOAP-ENV:Client.${this.code}</faultcode><faultstring>${escape(prefix + this.message)}</faultstring>${detail}</SOAP-ENV:Fault>`;
    return { status: 500, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: envelope(fault) };
  }
}

export const envelope = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

export const invalidId = (value: string, type: string) => new SoapFault('validationError', `Invalid ID value.  '${value}' is not a valid ID value for type = '${type}'`);
