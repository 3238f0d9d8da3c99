package errtext

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"usher/internal/safetext"
)

// explainNetwork explains errors of a request that got no answer.
func explainNetwork(err error) (Notice, bool) {
	n := Notice{Kind: Offline, Title: "Offline", Do: "Check the connection, then retry.", Retry: true}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		n.What = "The name " + clip(safetext.String(dns.Name)) + " could not be resolved."
		if dns.IsNotFound {
			n.Do = "Check the connection and the API URL, then retry."
		}
		return n, true
	}
	if what, do := explainTLS(err); what != "" {
		n.Title, n.What, n.Do = "No secure connection", what, do
		return n, true
	}
	switch {
	case isTimeout(err):
		return Notice{
			Kind: Timeout, Title: "No answer in time", What: "The server did not answer in time.",
			Do: "Retry; if it stays so, the connection or the server is overloaded.", Retry: true,
		}, true
	case errors.Is(err, syscall.ECONNREFUSED):
		n.What, n.Do = "The server refuses connections.", "Check the API URL, and whether the server is running, then retry."
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		n.What = "The server's network cannot be reached."
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		n.Title, n.What = "Connection lost", "The connection broke before the answer was complete."
	default:
		var op *net.OpError
		if !errors.As(err, &op) {
			return Notice{}, false
		}
		n.What = "The server could not be reached: " + clip(safetext.String(op.Err.Error())) + "."
	}
	return n, true
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &timeout) && timeout.Timeout()
}

// explainTLS explains a failed handshake; "" when it is none.
func explainTLS(err error) (what, do string) {
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		header    tls.RecordHeaderError
		alert     tls.AlertError
	)
	switch {
	case errors.As(err, &authority):
		return "The server's certificate is signed by someone this machine does not trust.",
			"A proxy on the way may be reading along: ask who runs the network. Nothing was sent."
	case errors.As(err, &host):
		return "The server's certificate is for another name.", "Check the API URL. Nothing was sent."
	case errors.As(err, &invalid):
		if invalid.Reason == x509.Expired {
			return "The server's certificate has expired, or this machine's clock is wrong.", "Check the date of this machine. Nothing was sent."
		}
		return "The server's certificate is not valid.", "Check the API URL. Nothing was sent."
	case errors.As(err, &verify):
		return "The server's certificate could not be verified.", "Check the API URL. Nothing was sent."
	case errors.As(err, &header):
		return "The server does not speak TLS at this address.", "Check the API URL: https where http is meant?"
	case errors.As(err, &alert):
		return "The server refused the secure connection.", "Check the API URL, or whether a proxy stands between."
	}
	return "", ""
}
