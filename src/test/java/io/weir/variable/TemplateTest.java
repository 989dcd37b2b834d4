package io.weir.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTest {

    /** Writes each variable as its own record, so that the test sees what was compiled. */
    private static final Scope SHOW = variable -> "<"
            + switch (variable) {
                case Variable.Core core -> core.id().variableName();
                case Variable.Named named -> named.kind() + ":" + named.name() + ":" + named.field();
                case Variable.Capture capture -> "group " + capture.group();
                case Variable.NamedCapture capture -> "named " + capture.name();
                case Variable.Made made -> made.custom().name();
            }
            + ">";

    private static Template compile(String source) throws TemplateException {
        return Template.compile(source, new Names().withGroups(Set.of("userName")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|``",
                "plain|plain",
                "$host|<host>",
                "a$host|a<host>",
                "$host:$proxy_port/|<host>:<proxy_port>/",
                "$HOST${Uri}x|<host><uri>x",
                "${host}name|<host>name",
                "$http_user_agent|<REQUEST_HEADER:user_agent:user-agent>",
                "$HTTP_X_Y|<REQUEST_HEADER:x_y:x-y>",
                "$sent_http_x_y|<SENT_HEADER:x_y:x-y>",
                "$upstream_http_a_b|<UPSTREAM_HEADER:a_b:a-b>",
                "$upstream_trailer_a_b|<UPSTREAM_TRAILER:a_b:a-b>",
                "$upstream_cookie_a_b|<UPSTREAM_COOKIE:a_b:a_b>",
                "$cookie_a_b|<COOKIE:a_b:a_b>",
                "$arg_a_b|<ARGUMENT:a_b:a_b>",
                "$1$9|<group 1><group 9>",
                "$10|<group 1>0",
                "$1a|<group 1>a",
                "$userName-$username|<named userName>-<named userName>",
                "$is_args$args|<is_args><args>",
                "}$uri}|}<uri>}"
            })
    void variablesAreFoundAsNginxFindsThem(String source, String shown) throws TemplateException {
        assertEquals(shown, compile(source).evaluate(SHOW));
    }

    /** Messages as observed on nginx 1.22.1; for an invalid name it does not quote the value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$unknown|unknown \"unknown\" variable",
                "$0|unknown \"0\" variable",
                "${1}|unknown \"1\" variable",
                "${10}|unknown \"10\" variable",
                "${abc|the closing bracket in \"abc\" variable is missing",
                "${abc-}|the closing bracket in \"abc\" variable is missing",
                "$|invalid variable name in \"$\"",
                "a$|invalid variable name in \"a$\"",
                "$-|invalid variable name in \"$-\"",
                "${}|invalid variable name in \"${}\""
            })
    void whatNginxRefusesIsRefusedInItsWords(String source, String message) {
        assertEquals(
                message,
                assertThrows(TemplateException.class, () -> compile(source)).getMessage());
    }

    @ParameterizedTest
    @EnumSource(CoreVariable.class)
    void everyFixedNameIsAVariable(CoreVariable id) throws TemplateException {
        assertEquals(
                "<" + id.variableName() + ">", compile("$" + id.variableName()).evaluate(SHOW));
    }

    @Test
    void aMissingValueIsEmpty() throws TemplateException {
        assertEquals("", compile("$host").evaluate(_ -> null));
        assertEquals("a:b", compile("a$host:${uri}b").evaluate(_ -> null));
    }

    @Test
    void textIsTurnedIntoBytes() throws TemplateException {
        assertEquals(
                "\u00c3\u00a4<host>\u00e2\u0082\u00ac",
                compile("\u00e4$host\u20ac").evaluate(SHOW));
        assertEquals("$host\u00c3\u00a4", Template.literal("$host\u00e4").evaluate(SHOW));
        assertEquals("\u00e4", compile("\u00e4").source());
    }

    @Test
    void aTemplateWithoutVariablesIsItsString() throws TemplateException {
        Template template = compile("plain");

        assertEquals("plain", template.literalValue());
        assertSame(template.literalValue(), template.evaluate(SHOW));
        assertEquals("", compile("").literalValue());
        assertEquals("", Template.literal("").literalValue());
        assertNull(compile("a$host").literalValue());
        assertNull(compile("$host").literalValue());
    }

    @Test
    void piecesComeInOrder() throws TemplateException {
        List<String> pieces = new ArrayList<>();
        compile("a$host$1 b").forEachPiece(new Template.PieceConsumer() {
            @Override
            public void text(String text) {
                pieces.add(text);
            }

            @Override
            public void variable(Variable variable) {
                pieces.add(SHOW.value(variable));
            }
        });

        assertEquals(List.of("a", "<host>", "<group 1>", " b"), pieces);
    }
}
