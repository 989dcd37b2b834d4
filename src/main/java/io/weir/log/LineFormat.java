package io.weir.log;

import io.weir.variable.Scope;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code log_format}, compiled for rendering: texts as bytes, values escaped. Immutable. */
final class LineFormat {

    /** Pieces in order: text before, then the variable, if any. */
    private final Piece[] pieces;

    private final LogEscape escape;

    private record Piece(byte[] text, @Nullable Variable variable) {}

    LineFormat(Template format, LogEscape escape) {
        this.escape = escape;
        List<Piece> collected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        format.forEachPiece(new Template.PieceConsumer() {
            @Override
            public void text(String piece) {
                text.append(piece);
            }

            @Override
            public void variable(Variable variable) {
                collected.add(piece(text, variable));
                text.setLength(0);
            }
        });
        collected.add(piece(text.append('\n'), null));
        this.pieces = collected.toArray(Piece[]::new);
    }

    private static Piece piece(StringBuilder text, @Nullable Variable variable) {
        return new Piece(text.toString().getBytes(StandardCharsets.ISO_8859_1), variable);
    }

    /** The line of a request, line end included. */
    LineBuffer render(Scope scope) {
        LineBuffer out = new LineBuffer(256);
        for (Piece piece : pieces) {
            out.bytes(piece.text);
            if (piece.variable != null) {
                String value = scope.value(piece.variable);
                if (value == null) {
                    out.text(escape.missing());
                } else {
                    escape.append(out, value);
                }
            }
        }
        return out;
    }
}
