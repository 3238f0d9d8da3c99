package api

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

const (
	maxBodySize   = 16 << 20
	maxHeaderSize = 256 << 10
	socketBuffer  = 4 << 10
)

// NewTransport returns the transport that a [Client] uses by default, to be
// wrapped and given to [WithTransport]. It connects nowhere yet. TLS is 1.2 at
// least.
func NewTransport(t Timeouts) *http.Transport {
	t = t.withDefaults()
	dialer := &net.Dialer{Timeout: t.Connect, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    t.Connect,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           8,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: maxHeaderSize,
		WriteBufferSize:        socketBuffer,
		ReadBufferSize:         socketBuffer,
	}
}

// httpClient follows no redirect: the key would go where it leads.
func httpClient(cfg *config) *http.Client {
	h := &http.Client{Transport: cfg.transport}
	if cfg.client != nil {
		h.Timeout = cfg.client.Timeout
		if h.Transport == nil {
			h.Transport = cfg.client.Transport
		}
	}
	if h.Transport == nil {
		h.Transport = NewTransport(cfg.timeouts)
	}
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return h
}
