"""Text wrapping and filling."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_WHITESPACE = "\t\n\x0b\x0c\r "


def _is_word(character):
    return character.isalnum() or character == "_"


def _is_letter(character):
    return _is_word(character) and not character.isdecimal()


def _is_word_punctuation(character):
    return _is_word(character) or character in "!\"'&.,?"


def _dashes_before_word(text, at):
    """End of a run of two or more dashes at a position that a word character follows, else -1."""
    end = at
    while end < len(text) and text[end] == "-":
        end += 1
    if end - at >= 2 and end < len(text) and _is_word(text[end]):
        return end
    return -1


def _breaks_after_hyphen(text, at):
    """Whether a hyphen at a position stands between letters of a compound word."""
    two_letters = at >= 2 and _is_letter(text[at - 2]) and _is_letter(text[at - 1])
    if not two_letters:
        if not (at >= 3 and _is_letter(text[at - 3]) and text[at - 2] == "-" and _is_word_punctuation(text[at - 1])):
            return False
    after = at + 1
    if after >= len(text) or not _is_letter(text[after]):
        return False
    after += 1
    if after < len(text) and _is_letter(text[after]):
        return True
    return after + 1 < len(text) and text[after] == "-" and _is_letter(text[after + 1])


def _split_at_hyphens(text):
    chunks = []
    at = 0
    n = len(text)
    while at < n:
        start = at
        if text[at] in _WHITESPACE:
            while at < n and text[at] in _WHITESPACE:
                at += 1
        else:
            end = -1
            if text[at] == "-" and at > 0 and _is_word_punctuation(text[at - 1]):
                end = _dashes_before_word(text, at)
            if end < 0:
                end = at + 1
                while end < n and text[end] not in _WHITESPACE:
                    if text[end] == "-":
                        if _breaks_after_hyphen(text, end):
                            end += 1
                            break
                        if _is_word_punctuation(text[end - 1]) and _dashes_before_word(text, end) >= 0:
                            break
                    end += 1
            at = end
        chunks.append(text[start:at])
    return chunks


def _split_at_spaces(text):
    chunks = []
    at = 0
    n = len(text)
    while at < n:
        start = at
        space = text[at] in _WHITESPACE
        while at < n and (text[at] in _WHITESPACE) == space:
            at += 1
        chunks.append(text[start:at])
    return chunks


class TextWrapper:
    """Wraps text by the settings in its attributes."""

    unicode_whitespace_trans = dict.fromkeys(map(ord, _WHITESPACE), ord(" "))

    def __init__(
        self,
        width=70,
        initial_indent="",
        subsequent_indent="",
        expand_tabs=True,
        replace_whitespace=True,
        fix_sentence_endings=False,
        break_long_words=True,
        drop_whitespace=True,
        break_on_hyphens=True,
        tabsize=8,
        *,
        max_lines=None,
        placeholder=" [...]"
    ):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        if self.break_on_hyphens is True:
            return _split_at_hyphens(text)
        return _split_at_spaces(text)

    def _fix_sentence_endings(self, chunks):
        """Two spaces behind a chunk that ends a sentence."""
        for i in range(len(chunks) - 1):
            if chunks[i + 1] != " ":
                continue
            word = chunks[i]
            if word[-1:] in ('"', "'"):
                word = word[:-1]
            if len(word) >= 2 and word[-1] in ".!?" and "a" <= word[-2] <= "z":
                chunks[i + 1] = "  "

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        space_left = 1 if width < 1 else width - cur_len
        if self.break_long_words:
            end = space_left
            chunk = reversed_chunks[-1]
            if self.break_on_hyphens and len(chunk) > space_left:
                hyphen = chunk.rfind("-", 0, space_left)
                if hyphen > 0 and any(c != "-" for c in chunk[:hyphen]):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        lines = []
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            prefix = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(prefix) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        chunks.reverse()
        while chunks:
            line = []
            length = 0
            prefix = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(prefix)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                del chunks[-1]
            while chunks:
                n = len(chunks[-1])
                if length + n > width:
                    break
                line.append(chunks.pop())
                length += n
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and line[-1].strip() == "":
                length -= len(line[-1])
                del line[-1]
            if not line:
                continue
            if (
                self.max_lines is None
                or len(lines) + 1 < self.max_lines
                or (not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
                and length <= width
            ):
                lines.append(prefix + "".join(line))
                continue
            # The last line that is allowed: room for the placeholder.
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= width:
                    line.append(self.placeholder)
                    lines.append(prefix + "".join(line))
                    break
                length -= len(line[-1])
                del line[-1]
            else:
                if lines:
                    last = lines[-1].rstrip()
                    if len(last) + len(self.placeholder) <= self.width:
                        lines[-1] = last + self.placeholder
                        break
                lines.append(prefix + self.placeholder.lstrip())
            break
        return lines

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def wrap(self, text):
        """The lines of a paragraph, at most `width` characters each."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The wrapped lines as one string."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph, at most `width` characters each."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph as one string of lines of at most `width` characters."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Collapses white space and cuts the text to a width."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Removes the white space that all lines begin with."""
    lines = text.split("\n")
    margin = None
    for i, line in enumerate(lines):
        body = line.lstrip(" \t")
        if not body:
            lines[i] = ""
            continue
        indentation = line[: len(line) - len(body)]
        if margin is None or margin.startswith(indentation):
            margin = indentation
        elif not indentation.startswith(margin):
            n = 0
            while n < len(margin) and n < len(indentation) and margin[n] == indentation[n]:
                n += 1
            margin = margin[:n]
    if margin:
        n = len(margin)
        lines = [line[n:] if line.startswith(margin) else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """Puts a prefix before the lines that a predicate chooses (those that are not blank)."""
    parts = []
    for line in text.splitlines(True):
        if predicate(line) if predicate is not None else line.strip():
            parts.append(prefix)
        parts.append(line)
    return "".join(parts)
