/** A network error as a message to the user: what happened, and what to do. */
export interface NetworkError {
  readonly words: string;
  /** The suggested action, if it is not to retry. */
  readonly remedy?: 'address';
  /** The error is permanent: the address can never work. */
  readonly isFinal?: true;
  /** A timeout during which no data arrived. */
  readonly isSilent?: true;
}

export const REDIRECT: NetworkError = {
  words: 'The address redirects elsewhere; redirects are not followed, so that nothing is sent to another server.',
  remedy: 'address',
  isFinal: true,
};
export const BAD_PORT: NetworkError = {
  words: 'The port of this address is blocked, as in browsers. Configure the server to use another port, such as 4096.',
  remedy: 'address',
  isFinal: true,
};
export const REFUSED: NetworkError = {
  words: 'No server is running at this address. Check the port, and that the server is running.',
};
export const NO_HOST: NetworkError = { words: 'The host was not found. Check the address and the network connection.' };
export const NO_LOOKUP: NetworkError = { words: 'The host name could not be looked up. Check the network connection.' };
export const CUT: NetworkError = { words: 'The connection was interrupted. Try again in a moment.' };
/** A connection that was closed at the first request to an http address. */
export const CLOSED: NetworkError = {
  words: 'The server closed the connection without a response. If it uses https, start the address with https://.',
};
export const LATE: NetworkError = {
  words: 'The sandbox did not respond in time. Check that it is running and reachable.',
  isSilent: true,
};
export const NO_ROUTE: NetworkError = {
  words: 'There is no network route to the sandbox. Check the network connection, and whether it needs a VPN.',
};
export const NOT_HTTPS: NetworkError = {
  words: 'The server does not speak https here. If it uses plain http, start the address with http://.',
  remedy: 'address',
};
export const NOT_HTTP: NetworkError = {
  words: 'The server does not speak plain http here. If it uses https, start the address with https://.',
  remedy: 'address',
};
export const NO_ENCRYPTION: NetworkError = {
  words:
    'An encrypted connection could not be established. Check that the server supports https with TLS 1.2 or later.',
};
const TOO_MUCH: NetworkError = {
  words: 'The response headers are too large. Check which server runs at this address.',
};
export const PROXY_GONE: NetworkError = {
  words: 'The proxy cannot be reached. Check the proxy in the settings of VS Code (http.proxy) or of the computer.',
};
export const PROXY_SIGN_IN: NetworkError = {
  words: 'The proxy requires a user name and password. Sign in to it, or check the http.proxy setting of VS Code.',
};
export const PROXY_REFUSED: NetworkError = {
  words: 'The proxy refused the connection to the sandbox. Check the http.proxy and http.noProxy settings of VS Code.',
};
const PROXY_CERTIFICATE: NetworkError = {
  words: 'The certificate of the proxy is not trusted. Check the http.proxy setting of VS Code.',
};

/** Messages by error code: those of Node.js and its fetch, then those of Electron without `net::`. */
export const connectionErrors: Readonly<Record<string, NetworkError>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: NO_HOST,
  EAI_NONAME: NO_HOST,
  EAI_NODATA: NO_HOST,
  EAI_AGAIN: NO_LOOKUP,
  EAI_FAIL: NO_LOOKUP,
  ECONNRESET: CUT,
  ECONNABORTED: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
  UND_ERR_CLOSED: CUT,
  UND_ERR_DESTROYED: CUT,
  ETIMEDOUT: LATE,
  UND_ERR_CONNECT_TIMEOUT: LATE,
  UND_ERR_HEADERS_TIMEOUT: LATE,
  UND_ERR_BODY_TIMEOUT: LATE,
  EHOSTUNREACH: NO_ROUTE,
  EHOSTDOWN: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ENETDOWN: NO_ROUTE,
  EADDRNOTAVAIL: NO_ROUTE,
  EPROTO: NO_ENCRYPTION,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_HTTPS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_HTTPS,
  ERR_SSL_HTTP_REQUEST: NOT_HTTPS,
  ERR_SSL_UNKNOWN_PROTOCOL: NOT_HTTPS,
  HPE_HEADER_OVERFLOW: TOO_MUCH,
  UND_ERR_HEADERS_OVERFLOW: TOO_MUCH,
  UND_ERR_PRX_TLS: PROXY_CERTIFICATE,

  ERR_CONNECTION_REFUSED: REFUSED,
  ERR_NAME_NOT_RESOLVED: NO_HOST,
  ERR_NAME_RESOLUTION_FAILED: NO_LOOKUP,
  ERR_CONNECTION_RESET: CUT,
  ERR_CONNECTION_CLOSED: CUT,
  ERR_CONNECTION_ABORTED: CUT,
  ERR_EMPTY_RESPONSE: CUT,
  ERR_NETWORK_CHANGED: CUT,
  ERR_NETWORK_IO_SUSPENDED: CUT,
  ERR_CONNECTION_TIMED_OUT: LATE,
  ERR_TIMED_OUT: LATE,
  ERR_ADDRESS_UNREACHABLE: NO_ROUTE,
  ERR_INTERNET_DISCONNECTED: NO_ROUTE,
  ERR_INVALID_HTTP_RESPONSE: NOT_HTTP,
  ERR_UNSAFE_PORT: BAD_PORT,
  ERR_UNSAFE_REDIRECT: REDIRECT,
  ERR_PROXY_CONNECTION_FAILED: PROXY_GONE,
  ERR_TUNNEL_CONNECTION_FAILED: PROXY_REFUSED,
  ERR_PROXY_AUTH_UNSUPPORTED: PROXY_SIGN_IN,
  ERR_PROXY_AUTH_REQUESTED: PROXY_SIGN_IN,
  ERR_PROXY_CERTIFICATE_INVALID: PROXY_CERTIFICATE,
};
