package io.weir.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    private static final FileFailure NOT_DIRECTORY = new FileFailure(Kind.IMPOSSIBLE, "20: Not a directory");

    static FileFailure of(Path path, IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> isBelowFile(path) ? NOT_DIRECTORY : MISSING;
            case AccessDeniedException _ -> new FileFailure(Kind.FORBIDDEN, "13: Permission denied");
            case FileSystemException other -> byReason(Objects.requireNonNullElse(other.getReason(), ""));
            default -> new FileFailure(Kind.OTHER, String.valueOf(failure.getMessage()));
        };
    }

    /** Java has one exception for ENOENT and ENOTDIR. */
    private static boolean isBelowFile(Path path) {
        Path above = path.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    private static FileFailure byReason(String reason) {
        if (reason.equals("Not a directory")) {
            return NOT_DIRECTORY;
        }
        if (reason.equals("File name too long")) {
            return new FileFailure(Kind.IMPOSSIBLE, "36: File name too long");
        }
        return new FileFailure(
                Kind.OTHER, reason.startsWith("Too many levels") ? "40: Too many levels of symbolic links" : reason);
    }
}
