"""Makes up patterns for `tests/cases/dotnet/regex-generated.jsonl` and joins them with what .NET answers.

    python3 generate.py ask 7 4000 > questions.txt      # seed, count
    mcs Answers.cs && mono Answers.exe questions.txt answers.txt
    python3 generate.py join 1200 questions.txt answers.txt > regex-generated.jsonl

Left out on purpose, because runtimes differ or are known to be wrong there: lazy repeats with a minimum over a body
that can be empty (Mono reports a wrong start), conditions without a second branch, ranges up to an escaped hyphen,
and POSIX classes. Half of a surrogate pair in an answer is written as U+FFFD.
"""
import base64
import json
import random
import sys

ATOMS = list("aabbc1,-_ ") + ["é", "A", "😀", r"\.", "ab", "abc", ".", ".", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S",
         r"\p{L}", r"\p{Ll}", r"\P{L}", "^", "$", r"\b", r"\B", r"\A", r"\Z", r"\z", r"\G", r"\1", r"\2", r"\k<n>",
         r"\10", r"\<n>", r"\0", r"\07", r"\x61", r"\u0061"]
ITEMS = ["a", "b", "a-c", r"\d", r"\w", r"\s", "-", "A-Z", "é", ".", "[", r"\]", "^", r"\W", r"\p{Lu}", r"\P{Ll}",
         "0-9", "]", "à-ÿ", r"\u00e9"]
OPENS = ["(", "(", "(", "(?:", "(?<n>", "(?<m>", "(?'n'", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?s:", "(?m:",
         "(?x: ", "(?n:", "(?<m-n>", "(?<-n>", "(?<2>", "(?<5>"]
CONDITIONS = ["(?(1)", "(?(n)", "(?(?=a)", "(?(a)", "(?(?<!b)"]
QUANTIFIERS = ["*", "+", "?", "{2}", "{1,2}", "*?", "??", "{0}", "{,2}", "{"]
TOKENS = ["$1", "${n}", "$&", "$$", "x", "-", "$0", "$+", "$`", "$'", "$_", "${1}", "$2", "$10", "$", "${", "$n"]
BREAKS = list("()[]{}?*+\\|^$-<>':=!#kpPxucdn0129,.iP")


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def charset(self, depth=0):
        choose = self.random.choice
        items = "".join(choose(ITEMS) for _ in range(self.random.randint(1, 3)))
        minus = "-" + self.charset(depth + 1) if depth < 2 and self.random.random() < 0.15 else ""
        return "[" + choose(["", "", "^"]) + items + minus + "]"

    def atom(self, depth):
        draw = self.random.random()
        if draw < 0.55 or depth > 2:
            return self.random.choice(ATOMS)
        if draw < 0.68:
            return self.charset()
        if draw < 0.72:
            return self.random.choice(CONDITIONS) + self.sequence(depth + 1) + "|" + self.sequence(depth + 1) + ")"
        if draw < 0.77:
            return self.random.choice(["(?i)", "(?-i)", "(?s)", "(?#c)", "(?x) "])
        return self.random.choice(OPENS) + self.branches(depth + 1) + ")"

    def sequence(self, depth):
        quantifier = lambda: self.random.choice(QUANTIFIERS) if self.random.random() < 0.4 else ""
        return "".join(self.atom(depth) + quantifier() for _ in range(self.random.randint(1, 3)))

    def branches(self, depth=0):
        return "|".join(self.sequence(depth) for _ in range(self.random.choice([1, 1, 1, 2, 2, 3])))

    def pattern(self):
        pattern = self.branches()
        if self.random.random() < 0.5:
            pattern = self.random.choice(["(?<n>b|)(.)?", "(a)?(?<n>.)", "(?<n>a)*(b)?"]) + pattern
        if self.random.random() < 0.15:
            at = self.random.randrange(len(pattern) + 1)
            pattern = pattern[:at] + self.random.choice(BREAKS) + pattern[at + self.random.randint(0, 1):]
        return pattern

    def text(self):
        return "".join(self.random.choice("aab bcA1_-.\n,é😀") for _ in range(self.random.randint(0, 10)))

    def replacement(self):
        return "".join(self.random.choice(TOKENS) for _ in range(self.random.randint(0, 3)))


def pack(text):
    return base64.b64encode(text.encode("utf-16-le", "surrogatepass")).decode()


def unpack(text):
    return base64.b64decode(text).decode("utf-16-le")


def ask(seed, count):
    maker = Maker(seed)
    for _ in range(count):
        print(pack(maker.pattern()), pack(maker.text()), pack(maker.replacement()), sep="\t")


def join(most, questions, answers):
    seen, kept, errors = set(), 0, 0
    for question, answer in zip(open(questions), open(answers)):
        question, answer = question.rstrip("\n").split("\t"), answer.rstrip("\n")
        try:
            pattern, text, replacement = map(unpack, question)
            result = None if answer == "ERROR" else unpack(answer.partition("|")[2])
        except UnicodeDecodeError:
            continue
        if answer == "TIMEOUT" or len(pattern) > 48 or pattern in seen or kept == most:
            continue
        if any(part in pattern for part in ["+?", "}?", "\\-", "[:"]):
            continue
        if result is None:
            errors += 1
            if errors * 5 > most:
                continue
        seen.add(pattern)
        kept += 1
        line = [pattern] if result is None else [pattern, text, answer.partition("|")[0], replacement, result]
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    if sys.argv[1] == "ask":
        ask(int(sys.argv[2]), int(sys.argv[3]))
    else:
        join(int(sys.argv[2]), sys.argv[3], sys.argv[4])
