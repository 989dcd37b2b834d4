package io.weir.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * Why a file cannot be had, by the error numbers that nginx looks at.
 *
 * @param error number and text as nginx logs them: {@code 2: No such file or directory}
 */
record FileFailure(Kind kind, String error) {

    enum Kind {
        /** ENOENT. */
        MISSING(404),
        /** ENOTDIR, ENAMETOOLONG: no file can be there. */
        IMPOSSIBLE(404),
        /** EACCES. */
        FORBIDDEN(403),
        OTHER(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    static final FileFailure MISSING = new FileFailure(Kind.MISSING, "2: No such file or directory");

    static FileFailure of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> MISSING;
            case AccessDeniedException _ -> new FileFailure(Kind.FORBIDDEN, "13: Permission denied");
            case FileSystemException other -> byReason(Objects.requireNonNullElse(other.getReason(), ""));
            default -> new FileFailure(Kind.OTHER, String.valueOf(failure.getMessage()));
        };
    }

    private static FileFailure byReason(String reason) {
        if (reason.equals("Not a directory")) {
            return new FileFailure(Kind.IMPOSSIBLE, "20: Not a directory");
        }
        if (reason.equals("File name too long")) {
            return new FileFailure(Kind.IMPOSSIBLE, "36: File name too long");
        }
        return new FileFailure(
                Kind.OTHER, reason.startsWith("Too many levels") ? "40: Too many levels of symbolic links" : reason);
    }
}
