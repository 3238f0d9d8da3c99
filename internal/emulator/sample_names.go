package emulator

import (
	"strings"
	"sync"
)

// namePool is one culture's names. Full names of a pool are every first with every last name.
type namePool struct {
	locale      string
	dial        string // country calling code and the start of its numbers
	familyFirst bool   // written family name first, without a space
	first, last []name
}

// name is one name: as written, in lower case, and in letters that an address may have.
type name struct{ text, lower, roman string }

// pools are the name pools, parsed once.
//
//nolint:gochecknoglobals // a constant table that is made of another
var pools = sync.OnceValue(func() []namePool {
	out := make([]namePool, len(poolTexts))
	for i, p := range poolTexts {
		out[i] = namePool{
			locale: p.locale, dial: p.dial, familyFirst: p.familyFirst,
			first: parseNames(p.first), last: parseNames(p.last),
		}
	}
	return out
})

// parseNames reads "Zoë:zoe Max" — a name that is its own address in lower case needs no second
// part; an underscore stands for a space.
func parseNames(text string) []name {
	words := strings.Fields(text)
	names := make([]name, len(words))
	for i, word := range words {
		written, roman, ok := strings.Cut(word, ":")
		written = strings.ReplaceAll(written, "_", " ")
		lower := strings.ToLower(written)
		if !ok {
			roman = lower
		}
		names[i] = name{text: written, lower: lower, roman: roman}
	}
	return names
}

// poolTexts are the names. Romanised forms are distinct within a list: addresses are made of them.
//
//nolint:gochecknoglobals // a constant table
var poolTexts = []struct {
	locale, dial string
	familyFirst  bool
	first, last  string
}{
	{
		"en-US", "+1415", false,
		`James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
		 Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Donald Ashley
		 Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah
		 Ava Harper Luna_🌙:luna Owen Zoe Max_🚀:max Aaliyah Malik Grace Henry Isla Jack Chloe Noah`,
		`Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Thompson White Harris Clark
		 Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell Roberts
		 Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed
		 Bailey Kelly Howard Ward Cox Richardson Watson Brooks Bennett Gray Hughes Price Myers Foster O’Brien:obrien
		 Featherstonehaugh`,
	},
	{
		"en-GB", "+4477", false,
		`Oliver Amelia Harry Olivia Arthur Isabella Alfie Poppy Freddie Sophie Archie Freya Alistair Imogen Callum Beatrice
		 Rhys Niamh Siân:sian Aoife`,
		`Ashworth Bramley Cartwright Davenport Ellsworth Fairfax Goodwin Hargreaves Ingram Kirkby Lancaster Macdonald
		 Northcott Osborne Pembroke Radcliffe Sinclair Thornbury Whitaker Fitzgerald`,
	},
	{
		"de-DE", "+4915", false,
		`Anna Lukas Lena Felix Jürgen:juergen Käthe:kaethe Björn:bjoern Sabine Matthias Greta Jonas Hannah Leon Mia Emil Lina
		 Karl-Heinz Annemarie Sören:soeren Ute`,
		`Müller:mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer:schaefer Koch Bauer
		 Richter Klein Wolf Schröder:schroeder Neumann Schwarz Zimmermann Groß:gross Krüger:krueger von_Hohenstein:vonhohenstein
		 Leutheusser-Schnarrenberger`,
	},
	{
		"fr-FR", "+3367", false,
		`Camille Léa:lea Hugo Chloé:chloe Élodie:elodie François:francois Jean-Luc Amélie:amelie Théo:theo Inès:ines Gaël:gael
		 Margaux Étienne:etienne Océane:oceane Benoît:benoit Aurélie:aurelie Bastien Solène:solene Rémi:remi Anaïs:anais`,
		`Martin Bernard Dubois Moreau Laurent Lefèvre:lefevre Michel Garnier Roux Fournier Girard Bonnet Dupont Lambert
		 Fontaine Rousseau Mercier Chevalier Gauthier D’Alembert:dalembert`,
	},
	{
		"es-ES", "+3461", false,
		`Lucía:lucia Mateo Sofía:sofia Alejandro Martina Pablo Valentina Álvaro:alvaro Carmen Diego Íñigo:inigo Ximena Javier
		 Marisol Andrés:andres Paloma Begoña:begona Joaquín:joaquin Rocío:rocio Santiago`,
		`García:garcia Fernández:fernandez González:gonzalez Rodríguez:rodriguez López:lopez Martínez:martinez Sánchez:sanchez
		 Pérez:perez Gómez:gomez Muñoz:munoz Ruiz Hernández:hernandez Jiménez:jimenez Moreno Álvarez:alvarez Romero Navarro
		 Torres Vázquez:vazquez de_la_Fuente:delafuente`,
	},
	{
		"pt-BR", "+5511", false,
		`João:joao Mariana Gabriel Beatriz Rafael Luísa:luisa Thiago Fernanda Vinícius:vinicius Letícia:leticia Caio Isadora
		 Antônio:antonio Débora:debora Otávio:otavio Yasmin Renata Murilo Helena Zé:ze`,
		`Silva Santos Oliveira Souza Pereira Costa Carvalho Almeida Ferreira Ribeiro Araújo:araujo Gonçalves:goncalves Barbosa
		 Conceição:conceicao Monteiro Teixeira Magalhães:magalhaes Nóbrega:nobrega Guimarães:guimaraes Cavalcanti`,
	},
	{
		"it-IT", "+3934", false,
		`Giulia Lorenzo Francesca Alessandro Chiara Matteo Elisa Federico Ginevra Davide Ilaria Niccolò:niccolo Serena
		 Tommaso Benedetta Edoardo Martino Rosalba Gianluca Ornella`,
		`Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca:deluca Mancini
		 Giordano Rizzo Lombardi Moretti Barbieri`,
	},
	{
		"pl-PL", "+4860", false,
		`Zofia Łukasz:lukasz Małgorzata:malgorzata Paweł:pawel Agnieszka Grzegorz Żaneta:zaneta Wojciech Katarzyna Przemysław:przemyslaw
		 Świętosława:swietoslawa Jakub Oliwia Stanisław:stanislaw Bożena:bozena Krzysztof`,
		`Nowak Kowalska Wiśniewski:wisniewski Wójcik:wojcik Kamińska:kaminska Lewandowski Zieliński:zielinski Szymańska:szymanska
		 Woźniak:wozniak Dąbrowski:dabrowski Kozłowska:kozlowska Jankowski Mazur Krawczyk Piotrowska Brzęczyszczykiewicz:brzeczyszczykiewicz`,
	},
	{
		"sv-SE", "+4673", false,
		`Åsa:asa Björn:bjorn Saga Elin Öystein:oystein Freja Lars Ingrid Søren:soren Astrid Håkon:hakon Linnéa:linnea Magnus Sigrid
		 Þórdís:thordis Aino`,
		`Andersson Johansson Lindqvist Nyström:nystrom Bergström:bergstrom Hansen Ødegård:odegard Sørensen:sorensen Virtanen
		 Mäkinen:makinen Sigurðardóttir:sigurdardottir Åkerman:akerman Holm Dahl Ekström:ekstrom Kjærgaard:kjaergaard`,
	},
	{
		"tr-TR", "+9053", false,
		`Ayşe:ayse Mehmet Zeynep Emre Çağla:cagla Ömer:omer Elif Burak Gülşen:gulsen Kerem İpek:ipek Oğuz:oguz`,
		`Yılmaz:yilmaz Demir Şahin:sahin Çelik:celik Yıldız:yildiz Öztürk:ozturk Aydın:aydin Doğan:dogan Kılıç:kilic Arslan
		 Koç:koc Özdemir:ozdemir`,
	},
	{
		"vi-VN", "+8490", false,
		`Thị_Hương:thihuong Minh Quốc_Bảo:quocbao Linh Đức:duc Ngọc_Ánh:ngocanh Phương:phuong Tuấn:tuan Thảo:thao Khánh:khanh
		 Việt:viet Yến:yen`,
		`Nguyễn:nguyen Trần:tran Lê:le Phạm:pham Hoàng:hoang Vũ:vu Đặng:dang Bùi:bui Đỗ:do Hồ:ho Ngô:ngo Dương:duong`,
	},
	{
		"ru-RU", "+7916", false,
		`Анна:anna Дмитрий:dmitry Екатерина:ekaterina Сергей:sergey Ольга:olga Алексей:alexey Мария:maria Иван:ivan Наталья:natalia
		 Павел:pavel Светлана:svetlana Михаил:mikhail Юлия:yulia Александр:alexander Татьяна:tatiana Никита:nikita Ксения:ksenia
		 Владимир:vladimir Дарья:daria Фёдор:fyodor`,
		`Иванова:ivanova Петров:petrov Сидорова:sidorova Смирнов:smirnov Кузнецова:kuznetsova Попов:popov Васильева:vasilieva
		 Соколов:sokolov Михайлова:mikhailova Новиков:novikov Фёдорова:fyodorova Морозов:morozov Волкова:volkova Лебедев:lebedev
		 Козлова:kozlova Достоевский:dostoevsky Щербакова:shcherbakova Рождественский:rozhdestvensky Зайцева:zaitseva Орлов:orlov`,
	},
	{
		"uk-UA", "+3806", false,
		`Олена:olena Тарас:taras Оксана:oksana Андрій:andrii Ірина:iryna Богдан:bohdan Соломія:solomiia Юрій:yurii Леся:lesia
		 Євген:yevhen Ганна:hanna Ярослав:yaroslav`,
		`Шевченко:shevchenko Коваленко:kovalenko Бондаренко:bondarenko Ткаченко:tkachenko Кравченко:kravchenko Олійник:oliinyk
		 Мельник:melnyk Лисенко:lysenko Їжакевич:yizhakevych Гончар:honchar Поліщук:polishchuk Руденко:rudenko`,
	},
	{
		"el-GR", "+3069", false,
		`Ελένη:eleni Γιώργος:giorgos Μαρία:maria Νίκος:nikos Κατερίνα:katerina Δημήτρης:dimitris Σοφία:sofia Αλέξανδρος:alexandros`,
		`Παπαδόπουλος:papadopoulos Γεωργίου:georgiou Οικονόμου:oikonomou Καραγιάννης:karagiannis Νικολάου:nikolaou
		 Χατζηδάκη:chatzidaki Βασιλείου:vasileiou Παπακωνσταντίνου:papakonstantinou`,
	},
	{
		"zh-CN", "+8613", true,
		`伟:wei 芳:fang 秀英:xiuying 敏:min 静:jing 强:qiang 磊:lei 洋:yang 艳:yan 勇:yong 杰:jie 娟:juan 涛:tao 明:ming 超:chao 霞:xia
		 平:ping 建国:jianguo 子涵:zihan 欣怡:xinyi`,
		`王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 黄:huang 赵:zhao 吴:wu 周:zhou 徐:xu 孙:sun 马:ma 朱:zhu 胡:hu 郭:guo 何:he 林:lin
		 欧阳:ouyang 司马:sima`,
	},
	{
		"zh-TW", "+8869", true,
		`淑芬:shufen 志明:zhiming 雅婷:yating 俊傑:junjie 怡君:yijun 家豪:jiahao 美玲:meiling 冠宇:guanyu 詩涵:shihan 承恩:chengen`,
		`陳:chen 林:lin 黃:huang 張:chang 李:lee 吳:wu 劉:liu 蔡:tsai 鄭:cheng 謝:hsieh`,
	},
	{
		"ja-JP", "+8190", true,
		`さくら:sakura 翔太:shota 美咲:misaki 健太:kenta 陽菜:hina 大輔:daisuke 結衣:yui 拓也:takuya 愛:ai 直樹:naoki 七海:nanami 蓮:ren
		 真由美:mayumi 誠:makoto 千尋:chihiro 浩一郎:koichiro`,
		`佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe 山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato
		 吉田:yoshida 山田:yamada 佐々木:sasaki 山口:yamaguchi 松本:matsumoto 長谷川:hasegawa`,
	},
	{
		"ko-KR", "+8210", true,
		`민준:minjun 서연:seoyeon 지훈:jihun 수빈:subin 예준:yejun 하은:haeun 도윤:doyun 지우:jiwoo 현우:hyunwoo 유진:yujin 승민:seungmin
		 다은:daeun 준호:junho 은지:eunji`,
		`김:kim 이:lee 박:park 최:choi 정:jung 강:kang 조:cho 윤:yoon 장:jang 임:lim 한:han 오:oh 신:shin 남궁:namgung`,
	},
	{
		"ar-EG", "+2010", false,
		`محمد:mohamed فاطمة:fatma أحمد:ahmed مريم:mariam يوسف:youssef نور:nour عمر:omar سارة:sara خالد:khaled ليلى:layla
		 عبد_الرحمن:abdelrahman هدى:hoda كريم:karim ياسمين:yasmine`,
		`حسن:hassan إبراهيم:ibrahim علي:ali السيد:elsayed منصور:mansour الشريف:elsherif فاروق:farouk خليل:khalil ناصر:nasser
		 حداد:haddad سليمان:soliman الجندي:elgendy بن_سالم:bensalem التميمي:altamimi`,
	},
	{
		"he-IL", "+9725", false,
		`נועה:noa דוד:david יעל:yael איתי:itai תמר:tamar משה:moshe שירה:shira אורי:uri מיכל:michal יונתן:yonatan`,
		`כהן:cohen לוי:levi מזרחי:mizrahi פרץ:peretz ביטון:biton דהן:dahan אברהם:avraham פרידמן:friedman שפירא:shapira בן־דוד:bendavid`,
	},
	{
		"hi-IN", "+9198", false,
		`आरव:aarav प्रिया:priya अर्जुन:arjun अनन्या:ananya विवान:vivaan दीपिका:deepika रोहन:rohan काव्या:kavya संजय:sanjay नेहा:neha
		 लक्ष्मी:lakshmi विक्रम:vikram`,
		`शर्मा:sharma वर्मा:verma गुप्ता:gupta सिंह:singh पटेल:patel कुमार:kumar मिश्रा:mishra चौधरी:chaudhary अय्यर:iyer
		 त्रिपाठी:tripathi जोशी:joshi श्रीवास्तव:shrivastava`,
	},
	{
		"th-TH", "+6681", false,
		`สมชาย:somchai สุดา:suda วิชัย:wichai กัญญา:kanya ณัฐ:nat ปิยะ:piya อรทัย:orathai ธนา:thana มาลี:malee ศิริพร:siriporn`,
		`แสงทอง:saengthong ใจดี:jaidee ศรีสุข:srisuk วงศ์สวัสดิ์:wongsawat ทองคำ:thongkham รัตนกุล:rattanakul พงษ์พันธ์:phongphan
		 สุวรรณ:suwan บุญมี:boonmee จันทร์เพ็ญ:chanpen`,
	},
	{
		"sw-KE", "+2547", false,
		`Wanjiru Otieno Amina Kipchoge Achieng Juma Zawadi Baraka Chidi Ngozi Adaeze Kwame Abena Folake`,
		`Mwangi Odhiambo Kamau Njoroge Wambui Okafor Adeyemi Mensah Nkemelu Boateng Diallo Traoré:traore Ndiaye Oyelaran`,
	},
}
