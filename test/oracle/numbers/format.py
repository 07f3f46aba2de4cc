"""Records what format() makes of numbers: python3.X format.py > X.Y.json"""
import json

SPECS = '''|d|b|o|x|X|#b|#o|#x|#X|c|n|e|.2f|%|.1%|g|08|+|-| |+d|<8|>8|^8|=8|*^9|*=+9|08,|012_|#010x|#_b|_x|,x|,c|,n|_n|s|,s
z|.2|.2d|+c|#c|05c|8c|0=5|<05|é<6|ab|10q|€|1000000000000000000000|1.|.|+z|z.1f|,_|_,|,,|zd|0|00|-05|=+05d| 5d|#|020,|021,
06,|020_x|,e|,.2f|_.3f|,g|,%|.0f|#.0f|.0e|#.0e|.0g|#.0g|.3|.10|#.3|010.3f|+.2e|E|F|G|.3n|r|.30f|.20g|.0%|z.0f|-z.0f|020,.2f
_^20,.2f|<020|.1|zg|.5|10=|^|1_|D|,d5|5,5|5.5.5|.5,|5_5|.3_f|.,f|.99999999999'''.replace('\n', '|').split('|')
VALUES = ['0', '5', '-5', '65', '-1234567', '100000000000000000000', '-0.0', '1.5', '-2.5', '1234567.891', '1e+16',
          '1e-07', '0.1', '2.675', '0.5', '1e+22', 'inf', '-inf', 'nan', '(1+2j)', '(-0-1.5j)', '(nan+infj)']

rows = []
for text in VALUES:
    value = complex(text) if text.endswith('j)') else float(text) if not text.lstrip('-').isdigit() else int(text)
    results = []
    for spec in SPECS:
        try:
            results.append(format(value, spec))
        except (ValueError, OverflowError) as error:
            results.append([type(error).__name__, str(error)])
    rows.append([text, results])
print(json.dumps({'specs': SPECS, 'rows': rows}, ensure_ascii=False))
