import type { NetworkError } from './connectionErrors.js';

const EXPIRED: NetworkError = { words: "The sandbox's certificate has expired. Renew it on the server." };
const DATE: NetworkError = {
  words: "The sandbox's certificate is not valid at this time. Check the date of both computers, or renew it.",
};
const SELF_SIGNED: NetworkError = {
  words:
    "The sandbox's certificate is self-signed. Add it to the trusted certificates of this computer and restart VS Code.",
};
const AUTHORITY: NetworkError = {
  words:
    "This computer does not trust the authority that issued the sandbox's certificate. Add the authority's certificate to the trusted certificates and restart VS Code.",
};
const CHAIN: NetworkError = {
  words:
    "The sandbox's certificate cannot be verified. Configure the server to send the complete certificate chain, or trust its certificate authority on this computer and restart VS Code.",
};
const OTHER_HOST: NetworkError = {
  words: "The sandbox's certificate is for another host. Use the host name in the certificate.",
  remedy: 'address',
};
const REVOKED: NetworkError = { words: "The sandbox's certificate was revoked. Replace it on the server." };
const INVALID: NetworkError = { words: "The sandbox's certificate is not valid. Check it on the server." };

/** Messages by error code: those of OpenSSL in Node.js, then those of Chromium without `net::`. */
export const certificateErrors: Readonly<Record<string, NetworkError>> = {
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: DATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: AUTHORITY,
  CERT_UNTRUSTED: AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: CHAIN,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CHAIN,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CHAIN,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_HOST,
  HOSTNAME_MISMATCH: OTHER_HOST,
  CERT_REVOKED: REVOKED,
  CERT_REJECTED: INVALID,
  CERT_SIGNATURE_FAILURE: INVALID,
  CERT_CHAIN_TOO_LONG: INVALID,
  ERROR_IN_CERT_NOT_BEFORE_FIELD: INVALID,
  ERROR_IN_CERT_NOT_AFTER_FIELD: INVALID,
  INVALID_CA: INVALID,
  INVALID_PURPOSE: INVALID,
  PATH_LENGTH_EXCEEDED: INVALID,
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: INVALID,

  ERR_CERT_DATE_INVALID: DATE,
  ERR_CERT_AUTHORITY_INVALID: AUTHORITY,
  ERR_CERT_COMMON_NAME_INVALID: OTHER_HOST,
  ERR_CERT_REVOKED: REVOKED,
  ERR_CERT_INVALID: INVALID,
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: INVALID,
};
