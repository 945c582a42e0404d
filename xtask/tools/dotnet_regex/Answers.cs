// What .NET answers to the questions of generate.py: every match with its groups, and the replaced text.
using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

static class Answers
{
    static string Unpack(string text) => Encoding.Unicode.GetString(Convert.FromBase64String(text));

    static string Answer(string pattern, string text, string replacement)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(500));
        var answer = new StringBuilder();
        var count = 0;
        foreach (Match match in regex.Matches(text))
        {
            // Some balancing groups make the older runtimes find matches without end.
            if (++count > 60) throw new RegexMatchTimeoutException();
            answer.Append("M" + match.Index + "," + match.Length);
            foreach (var number in regex.GetGroupNumbers())
            {
                var group = match.Groups[number];
                if (number > 0) answer.Append(";" + number + ":" + (group.Success ? group.Index + "," + group.Length : "-"));
            }
        }
        var replaced = regex.Replace(text, replacement);
        return answer + "|" + Convert.ToBase64String(Encoding.Unicode.GetBytes(replaced));
    }

    static void Main(string[] files)
    {
        using (var output = new StreamWriter(files[1]) { AutoFlush = true })
        {
            foreach (var line in File.ReadLines(files[0]))
            {
                var fields = line.Split('\t');
                try { output.WriteLine(Answer(Unpack(fields[0]), Unpack(fields[1]), Unpack(fields[2]))); }
                catch (RegexMatchTimeoutException) { output.WriteLine("TIMEOUT"); }
                catch (ArgumentException) { output.WriteLine("ERROR"); }
            }
        }
    }
}
