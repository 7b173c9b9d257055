import { requestId } from '../../../../shared/model/ids.js';
import { field, text } from '../../opencode1/read.js';
import { form, permission } from '../entities/request.js';
import { ofSession, readers, type SessionReader } from './reader.js';

const closed =
  (name: string): SessionReader =>
  ({ data, sessionId }) => {
    const id = text(data, name);
    return id === undefined ? undefined : { type: 'request.closed', sessionId, requestId: requestId(id) };
  };

/** Events about permissions and forms. */
export const requestReaders = readers<SessionReader>(ofSession, {
  'permission.asked': ({ data, memory }) => {
    const request = permission(data, memory.callOf);
    return request && { type: 'request.opened', request };
  },
  'permission.replied': closed('requestID'),
  'form.created': ({ data }) => {
    const request = form(field(data, 'form'));
    return request && { type: 'request.opened', request };
  },
  'form.replied': closed('id'),
  'form.cancelled': closed('id'),
});
