"""The application behind uWSGI in UwsgiServerTest: what it does is its path."""
import hashlib
import os
import signal


def application(environ, start_response):
    return PAGES.get(environ['PATH_INFO'], missing)(environ, start_response)


def page(environ, start_response):
    start_response('203 Fine', [('Content-Type', 'text/html'), ('X-Query', environ['QUERY_STRING']),
                                ('Set-Cookie', 'a=1'), ('Set-Cookie', 'b=2'), ('Content-Length', '4')])
    return [b'page']


def environment(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    lines = ['%s=%s\n' % (name, value) for name, value in sorted(environ.items()) if isinstance(value, str)]
    return [''.join(lines).encode('latin-1')]


def digest(environ, start_response):
    body = hashlib.md5()
    length = 0
    while True:
        piece = environ['wsgi.input'].read(65536)
        if not piece:
            break
        length += len(piece)
        body.update(piece)
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [('%d %s' % (length, body.hexdigest())).encode()]


def download(environ, start_response):
    start_response('200 OK', [('Content-Type', 'application/octet-stream')])
    return (bytes([97 + i % 26]) * 65536 for i in range(320))


def redirect(environ, start_response):
    start_response('302 Over there', [('Location', '/elsewhere'), ('Content-Length', '0')])
    return []


def dies(environ, start_response):
    """The worker is gone in the middle of the body; the master starts another."""
    start_response('200 OK', [('Content-Length', '10')])
    yield b'hello'
    os.kill(os.getpid(), signal.SIGKILL)


def missing(environ, start_response):
    start_response('404 Not here', [('Content-Type', 'text/plain'), ('Content-Length', '5')])
    return [b'none\n']


PAGES = {
    '/page x': page,
    '/environment': environment,
    '/digest': digest,
    '/download': download,
    '/redirect': redirect,
    '/dies': dies,
}
